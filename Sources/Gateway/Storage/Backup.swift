import Cryptography
package import Kernel
package import SQLite

/// A copy of a data directory, taken while a gateway uses it.
///
/// The database first, as it is at one moment, then the objects: an object is never changed and not removed while a row names it, so
/// whatever the copied rows name is there.
package struct Backup {
  private let source: String
  private let destination: String

  package init(of source: String, to destination: String) {
    self.source = source
    self.destination = destination
  }

  package struct Outcome: Hashable, Sendable {
    /// Copied this time.
    package let objects: Int
    package let objectsInAll: Int
  }

  package enum Failure: Error, CustomStringConvertible {
    case file(KernelError)
    case database(SQLiteError)
    case copyIsDamaged([String])
    case objectIsDamaged(String)
    case insideItself

    package var description: String {
      switch self {
      case .file(let error): "\(error)"
      case .database(let error): "\(error)"
      case .copyIsDamaged(let problems):
        "the copied database is damaged: \(problems.prefix(3).joined(separator: "; "))"
      case .objectIsDamaged(let name): "the object \(name) does not have its digest"
      case .insideItself: "the destination lies inside the data directory"
      }
    }
  }

  /// Blocks until the copy is on the disk.
  /// - Parameter progress: bytes of objects looked at, and in all.
  package func run(
    withKeys: Bool, progress: (_ done: UInt64, _ total: UInt64) -> Void
  ) throws(Failure) -> Outcome {
    let isInside: Bool
    do throws(KernelError) {
      try FileSystem.makeFolder(destination)
      let inner = try FileSystem.resolved(destination)
      let outer = try FileSystem.resolved(source)
      isInside = inner == outer || inner.hasPrefix(outer + "/")
      if !isInside { try FileSystem.makeFolder(DataDirectory.objectsPath(in: destination)) }
    } catch {
      throw .file(error)
    }
    guard !isInside else { throw .insideItself }
    try copyDatabase()
    let outcome = try copyObjects(progress)
    if withKeys { try copyKeys() }
    return outcome
  }

  private func copyDatabase() throws(Failure) {
    let copy = DataDirectory.databasePath(in: destination)
    let problems: [String]
    do throws(SQLiteError) {
      try DatabaseFile.backup(from: DataDirectory.databasePath(in: source), to: copy)
      problems = try DatabaseFile.integrityProblems(path: copy)
    } catch {
      throw .database(error)
    }
    guard problems.isEmpty else { throw .copyIsDamaged(problems) }
  }

  private func copyObjects(_ progress: (UInt64, UInt64) -> Void) throws(Failure) -> Outcome {
    let (from, to) = (
      DataDirectory.objectsPath(in: source), DataDirectory.objectsPath(in: destination)
    )
    let objects: [FolderEntry]
    do throws(KernelError) {
      objects = try FileSystem.list(from, limit: .max)
        .filter { $0.kind == .file && Digest(hex: $0.name) != nil }
    } catch {
      throw .file(error)
    }
    let total = objects.reduce(0) { $0 + UInt64($1.length) }
    var (done, copied) = (UInt64(0), 0)
    for object in objects {
      if try copy(object, from: from, to: to) { copied += 1 }
      done += UInt64(object.length)
      progress(done, total)
    }
    return Outcome(objects: copied, objectsInAll: objects.count)
  }

  /// - Returns: false when it is there already.
  private func copy(
    _ object: FolderEntry, from: String, to: String
  ) throws(Failure) -> Bool {
    let target = "\(to)/\(object.name)"
    do throws(KernelError) {
      guard try FileSystem.length(of: target) != object.length else { return false }
      // An object has at most 512 MiB; one at a time is in memory.
      let bytes = try FileSystem.read("\(from)/\(object.name)", limit: Int(object.length))
      if Digest.sha256(bytes).hex == object.name {
        try FileSystem.replace(target, with: bytes)
        return true
      }
    } catch {
      throw .file(error)
    }
    throw .objectIsDamaged(object.name)
  }

  private func copyKeys() throws(Failure) {
    do throws(KernelError) {
      let (from, to) = (
        DataDirectory.keysPath(in: source), DataDirectory.keysPath(in: destination)
      )
      try FileSystem.makeFolder(to)
      for key in try FileSystem.list(from, limit: 64) where key.kind == .file {
        try FileSystem.replace(
          "\(to)/\(key.name)", with: try FileSystem.read("\(from)/\(key.name)", limit: 4_096))
      }
    } catch {
      throw .file(error)
    }
  }
}
