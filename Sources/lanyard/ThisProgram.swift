import Glibc

/// Where this program lies, and what lies beside it.
enum ThisProgram {
  struct Unknown: Error, CustomStringConvertible {
    let description = "the program cannot tell where it lies: /proc is not there"
  }

  /// Absolute, with links followed.
  static func path() throws -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0, count < buffer.count else { throw Unknown() }
    return String(
      decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path of a program that was built with this one.
  static func sibling(_ name: String) throws -> String {
    let path = try path()
    return path[..<(path.lastIndex(of: "/") ?? path.startIndex)] + "/" + name
  }
}

/// The path, when something is there that can be read.
func existing(_ path: String) -> String? { access(path, R_OK) == 0 ? path : nil }
