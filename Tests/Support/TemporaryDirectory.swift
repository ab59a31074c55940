import Glibc
import Kernel

/// A new directory of one test, removed with all it holds when the value ends.
package final class TemporaryDirectory: Sendable {
  /// Absolute, without a slash at the end.
  package let path: String

  package init() {
    var template = Array("/tmp/lanyard-test-XXXXXX".utf8CString)
    precondition(
      mkdtemp(&template) != nil, "no temporary directory: \(String(cString: strerror(errno)))")
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The path of something in it.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes a file with these bytes, and returns its path.
  @discardableResult
  package func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try FileSystem.replace(file(name), with: Array(bytes))
    return file(name)
  }

  deinit { TemporaryDirectory.removeAll(path) }

  /// Depth first, without following links; what cannot be removed stays for the system's own cleaning.
  private static func removeAll(_ path: String) {
    var facts = stat()
    if lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR, let stream = opendir(path) {
      var names: [String] = []
      while let entry = readdir(stream) {
        names.append(
          withUnsafeBytes(of: entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
          })
      }
      closedir(stream)
      for name in names where name != "." && name != ".." { removeAll("\(path)/\(name)") }
    }
    remove(path)
  }
}
