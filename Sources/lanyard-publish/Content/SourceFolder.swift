import Cryptography
import GatewayAccess
import Kernel
import SignedMetadata

/// A folder that holds the source of one theme or one release, and what was measured of its files.
struct SourceFolder {
  /// As the person wrote it.
  let path: String
  /// The last part of the path, which the source names too, and the one before it.
  let name: String
  let parentName: String
  /// The bytes of `theme.json` or `release.json`.
  let source: [UInt8]
  let measures: [ContentPath: FileMeasure]
  /// What is wrong with the folder itself.
  let mistakes: [Mistake]

  /// As the two kinds of source are called.
  enum Kind: String, CaseIterable {
    case theme = "theme.json"
    case release = "release.json"
  }

  /// The kind of source that the folder holds; nil when it holds none.
  static func kind(of path: String) throws(Failure) -> Kind? {
    for kind in Kind.allCases {
      do throws(KernelError) {
        if try FileSystem.length(of: "\(path)/\(kind.rawValue)") != nil { return kind }
      } catch {
        throw Failure(error, "look into \(path)")
      }
    }
    return nil
  }

  /// Reads the source and hashes every other file. A file that cannot be content is a mistake, not an error.
  init(_ path: String, _ kind: Kind) throws(Failure) {
    var walk = FolderWalk(root: path, source: kind.rawValue)
    do throws(KernelError) {
      source = try FileSystem.read(
        "\(path)/\(kind.rawValue)", limit: ContentLimits.documentBytes)
      try walk.visit("")
      let parts = try FileSystem.resolved(path).split(separator: "/").suffix(2).map(String.init)
      name = parts.last ?? ""
      parentName = parts.first ?? ""
    } catch {
      throw Failure(error, "read \(path)")
    }
    self.path = path
    measures = walk.measures
    mistakes = walk.mistakes
  }

  /// Where a file of the folder is on this machine.
  func location(of file: ContentPath) -> String { "\(path)/\(file)" }
}

/// Measures what is in a folder, depth first. Names that start with a dot are not looked at.
private struct FolderWalk {
  private static let mostEntries = 4_096

  let root: String
  /// Not content itself.
  let source: String
  private(set) var measures: [ContentPath: FileMeasure] = [:]
  private(set) var mistakes: [Mistake] = []

  init(root: String, source: String) {
    self.root = root
    self.source = source
  }

  /// - Parameter folder: relative to the root, empty or with a slash at its end.
  mutating func visit(_ folder: String) throws(KernelError) {
    let entries = try FileSystem.list("\(root)/\(folder)", limit: FolderWalk.mostEntries)
    for entry in entries where !entry.name.hasPrefix(".") {
      let name = folder + entry.name
      if name == source { continue }
      switch entry.kind {
      case .folder: try visit(name + "/")
      case .file: try measure(name, length: entry.length)
      case .other:
        mistakes.append(
          Mistake(
            path: "$", problem: "`\(name)` is a link or no file",
            remedy: "put the file itself there"))
      }
    }
  }

  private mutating func measure(_ name: String, length: Int64) throws(KernelError) {
    let path: ContentPath
    do throws(ContentPath.Fault) {
      path = try ContentPath(name)
    } catch {
      mistakes.append(
        Mistake(
          path: "$", problem: "the path `\(name)` \(error)", remedy: "give the file another name"))
      return
    }
    // Too long for anything: reading it would only take time.
    let isTooLong = length > ContentLimits.imageBytes
    let digest = isTooLong ? Digest.sha256([]) : try FolderWalk.digest(of: "\(root)/\(name)")
    measures[path] = FileMeasure(sha256: digest, length: length)
  }

  private static func digest(of path: String) throws(KernelError) -> Digest {
    let file = try Descriptor.file(reading: path)
    var stream = SHA256Stream()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var at: Int64 = 0
    while true {
      let count = try buffer.withUnsafeMutableBufferPointer { (buffer) throws(KernelError) in
        try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: at)
      }
      if count == 0 { return stream.finish() }
      buffer.withUnsafeBytes { stream.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      at += Int64(count)
    }
  }
}
