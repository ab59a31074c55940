import Glibc

extension FileSystem {
  /// The absolute path of what is there, through all links. The corresponding C function is `realpath`.
  package static func resolved(_ path: String) throws(KernelError) -> String {
    guard let resolved = realpath(path, nil) else {
      throw KernelError(call: "realpath", errno: .last, object: path)
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
