import Glibc

/// Where the sample content lies: `Catalog` and `Firmware`.
package struct Content: Hashable, Sendable {
  package let catalog: String
  package let firmware: String

  /// - Parameter path: a folder that has both, as a checkout has; nil looks from the working directory upwards.
  package init(at path: String?) throws(Disappointment) {
    if let path {
      guard let content = Content(in: path) else {
        throw Disappointment("there is no Catalog and Firmware in \(path)")
      }
      self = content
      return
    }
    var folder = Self.workingDirectory()
    while true {
      if let content = Content(in: folder) {
        self = content
        return
      }
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { break }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
    throw Disappointment(
      "the sample themes are not here: run it in a checkout, or name one with --content DIR")
  }

  private init?(in folder: String) {
    let base = folder == "/" ? "" : folder
    catalog = base + "/Catalog"
    firmware = base + "/Firmware"
    guard access(catalog, R_OK) == 0, access(firmware, R_OK) == 0 else { return nil }
  }

  private static func workingDirectory() -> String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}
