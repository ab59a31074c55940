import Foundation

/// The repository as it lies on disk, found from where this file was compiled.
enum House {
  static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder
  }()

  /// Every Swift file of `Sources` and `Tests`, and `Package.swift`; in the order of their paths.
  static let files: [SourceFile] = {
    let swift = paths(under: "Sources") + paths(under: "Tests")
    return (["Package.swift"] + swift.filter { $0.hasSuffix(".swift") }).map {
      SourceFile(path: $0, text: text(of: $0))
    }
  }()

  /// The paths of all files in a folder of the root, relative to the root; build products are not looked at.
  static func paths(under folder: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path) ?? .init()
    return found.compactMap { $0 as? String }
      .filter { !isFolder("\(folder)/\($0)") && !$0.hasPrefix(".") && !$0.contains("/.") }
      .filter { !$0.contains("__pycache__") }
      .map { "\(folder)/\($0)" }
      .sorted()
  }

  /// The names in a folder of the root, sorted; those that start with a dot are left out.
  static func names(in folder: String) -> [String] {
    let found = try? FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path)
    // A folder that is not there holds nothing; the test that asked says what it misses.
    return (found ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  static func isFolder(_ path: String) -> Bool {
    var answer: ObjCBool = false
    return FileManager.default.fileExists(
      atPath: root.appending(path: path).path, isDirectory: &answer) && answer.boolValue
  }

  static func bytes(of path: String) -> [UInt8] {
    guard let found = FileManager.default.contents(atPath: root.appending(path: path).path) else {
      preconditionFailure("the repository has a file that cannot be read: \(path)")
    }
    return [UInt8](found)
  }

  static func text(of path: String) -> String { String(decoding: bytes(of: path), as: UTF8.self) }
}
