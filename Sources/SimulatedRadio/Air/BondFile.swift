import BluetoothHost
import Kernel

/// The bonds of a simulated air, one a line: an address as people write it, and how it was paired.
struct BondFile {
  let path: String

  private static let mostBytes = 65_536

  /// Empty when there is no file yet, or none that can be read: a bond that is lost is made anew.
  func load() -> [String: Bool] {
    guard let bytes = try? FileSystem.read(path, limit: BondFile.mostBytes) else { return [:] }
    var bonds: [String: Bool] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2 { bonds[String(words[0])] = words[1] == "authenticated" }
    }
    return bonds
  }

  func save(_ bonds: [BluetoothAddress: Bool]) throws(KernelError) {
    let lines = bonds.map { "\($0.key) \($0.value ? "authenticated" : "unauthenticated")\n" }
    try FileSystem.replace(path, with: Array(lines.sorted().joined().utf8))
  }
}
