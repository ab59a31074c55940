import Commands
import GatewayAccess
import Kernel

/// Finds the sources under the paths a person names: a folder that is one, or folders that hold some.
enum SourceSearch {
  private static let deepest = 3

  struct Found: Hashable {
    let path: String
    let kind: SourceFolder.Kind
  }

  /// In the order of the paths, each path's own sorted by name. A path under which there is nothing is a failure.
  static func sources(
    under paths: [String], of kinds: Set<SourceFolder.Kind> = Set(SourceFolder.Kind.allCases)
  ) throws(Failure) -> [Found] {
    var found: [Found] = []
    for path in paths {
      let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let here = try search(trimmed, depth: 0).filter { kinds.contains($0.kind) }
      guard !here.isEmpty else {
        let names = kinds.map(\.rawValue).sorted().joined(separator: " or ")
        throw Failure(.notFound, "there is no \(names) under \(path)")
      }
      found += here
    }
    return found
  }

  private static func search(_ path: String, depth: Int) throws(Failure) -> [Found] {
    if let kind = try SourceFolder.kind(of: path) { return [Found(path: path, kind: kind)] }
    guard depth < deepest else { return [] }
    let entries: [FolderEntry]
    do throws(KernelError) {
      entries = try FileSystem.list(path, limit: 4_096)
    } catch {
      throw Failure(error, "look into \(path)")
    }
    var found: [Found] = []
    for entry in entries where entry.kind == .folder && !entry.name.hasPrefix(".") {
      found += try search("\(path)/\(entry.name)", depth: depth + 1)
    }
    return found
  }
}
