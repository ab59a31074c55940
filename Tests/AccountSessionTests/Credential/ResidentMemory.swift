import Kernel

/// How much memory this process has held at most.
enum ResidentMemory {
  struct Unreadable: Error {}

  /// In bytes, as the kernel counted it: proc(5), `VmHWM`.
  static func peak() throws -> Int {
    let status = String(
      decoding: try FileSystem.read("/proc/self/status", limit: 1 << 16), as: UTF8.self)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    guard let line, let kibibytes = line.split(separator: " ").dropLast().last.flatMap({ Int($0) })
    else { throw Unreadable() }
    return kibibytes << 10
  }
}
