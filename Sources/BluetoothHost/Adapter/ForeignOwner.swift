import Kernel

/// Finds programs that use the kernel's management interface too. The kernel lets several do so, and each of them answers every
/// question: bluetoothd without an agent says no to all pairings, and loads its own keys over ours.
package struct ForeignOwner: Sendable {
  private let processes: String
  private let units: String

  private static let program = "bluetoothd"
  /// Links that systemd keeps for units that are running; seen also where other processes are hidden from us.
  private static let unit = "invocation:bluetooth.service"

  package init(processes: String = "/proc", units: String = "/run/systemd/units") {
    self.processes = processes
    self.units = units
  }

  /// The program's name; nil when there is none, or none that we may see.
  package func find() -> String? {
    isRunning || hasUnit ? ForeignOwner.program : nil
  }

  private var isRunning: Bool {
    entries(of: processes).contains { entry in
      guard entry.kind == .folder, entry.name.allSatisfy(\.isNumber),
        // A process that has ended meanwhile is none.
        let name = try? FileSystem.read("\(processes)/\(entry.name)/comm", limit: 64)
      else { return false }
      return name == Array("\(ForeignOwner.program)\n".utf8)
    }
  }

  private var hasUnit: Bool { entries(of: units).contains { $0.name == ForeignOwner.unit } }

  /// Nothing where the folder is not there, or hidden from us.
  private func entries(of folder: String) -> [FolderEntry] {
    (try? FileSystem.list(folder, limit: 100_000)) ?? []
  }
}
