import Glibc
package import Kernel

/// The one directory of a gateway, held by this process alone as long as the value lives.
///
/// ```
/// lanyard.db      the database, with lanyard.db-wal and lanyard.db-shm beside it while it is open
/// objects/        files named by their SHA-256; uploads under way in objects/staging/
/// keys/           mode 0700; one secret a file, mode 0600: see GatewayKeys
/// outbox/         messages, when they are delivered into a folder
/// ```
package struct DataDirectory: ~Copyable, Sendable {
  package let path: String
  private let lock: DirectoryLock

  package static func databasePath(in path: String) -> String { path + "/lanyard.db" }
  package static func objectsPath(in path: String) -> String { path + "/objects" }
  package static func keysPath(in path: String) -> String { path + "/keys" }
  package static func outboxPath(in path: String) -> String { path + "/outbox" }

  package var databasePath: String { Self.databasePath(in: path) }
  package var objectsPath: String { Self.objectsPath(in: path) }
  package var outboxPath: String { Self.outboxPath(in: path) }

  /// Takes the directory, and makes what is missing of it. Its parent must be there. Nobody else may be able to put files into it.
  package static func opening(_ path: String) throws(DataDirectoryError) -> DataDirectory {
    let lock = try taken(path)
    try refuseWritable(path)
    try makeFolders(path)
    return DataDirectory(path: path, lock: lock)
  }

  /// Whether `opening` and `openKeys` would do. Makes and takes nothing.
  static func check(_ path: String) throws(DataDirectoryError) {
    guard try !isAbsent(path) else {
      let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
      guard try !isAbsent(parent.isEmpty ? "/" : String(parent)) else {
        throw .noParent(path)
      }
      return
    }
    try refuseWritable(path)
    if try !isAbsent(databasePath(in: path)) {
      _ = try GatewayKeys(folder: keysPath(in: path), isNew: false)
    }
  }

  private static func refuseWritable(_ path: String) throws(DataDirectoryError) {
    let target: String
    do throws(KernelError) {
      // A service manager may have put a link there.
      target = try FileSystem.resolved(path)
    } catch {
      throw .unusable(path, error)
    }
    if let mode = try modeIfShared(target, named: path, bits: 0o022) {
      throw .writable(path, mode: mode)
    }
  }

  /// The mode of what is at `target` when it has any of `bits`; nil when it has none of them and is ours.
  ///
  /// - Parameter path: what the errors call it.
  static func modeIfShared(
    _ target: String, named path: String, bits: UInt32
  ) throws(DataDirectoryError) -> UInt32? {
    let access: (mode: UInt32, owner: UInt32)
    do throws(KernelError) {
      access = try FileSystem.access(of: target)
    } catch {
      throw .unusable(path, error)
    }
    guard access.mode & bits == 0 else { return access.mode }
    guard access.owner == geteuid() else { throw .foreignOwner(path) }
    return nil
  }

  private static func taken(_ path: String) throws(DataDirectoryError) -> DirectoryLock {
    do throws(KernelError) {
      try FileSystem.makeFolder(path)
      if let lock = try DirectoryLock.taking(path) { return lock }
    } catch {
      throw .unusable(path, error)
    }
    throw .inUse(path)
  }

  private static func makeFolders(_ path: String) throws(DataDirectoryError) {
    do throws(KernelError) {
      for name in ["objects", "keys"] {
        try FileSystem.makeFolder(path + "/" + name)
      }
      try FileSystem.synchronizeFolder(of: path + "/keys")
    } catch {
      throw .unusable(path, error)
    }
  }

  /// The secrets, made at the first start.
  package borrowing func openKeys() throws(DataDirectoryError) -> GatewayKeys {
    try GatewayKeys(
      folder: Self.keysPath(in: path),
      isNew: DataDirectory.isAbsent(databasePath))
  }

  private static func isAbsent(_ path: String) throws(DataDirectoryError) -> Bool {
    do throws(KernelError) {
      _ = try FileSystem.access(of: path)
      return false
    } catch {
      if error.errno == .noSuchFile { return true }
      throw .unusable(path, error)
    }
  }
}

/// Why a data directory cannot be used. A sentence for a person.
package enum DataDirectoryError: Error, Hashable, CustomStringConvertible {
  /// Two gateways on one database would not see each other's revocations.
  case inUse(String)
  case unusable(String, KernelError)
  /// Others than the owner could read the secrets.
  case tooOpen(String, mode: UInt32)
  /// Others than the owner could put a database of their own in its place.
  case writable(String, mode: UInt32)
  case foreignOwner(String)
  case noParent(String)
  /// The database was made under a key that is gone: starting with a new one would end every session and lose every address.
  case keyMissing(String)
  case keyDamaged(String)

  package var description: String {
    switch self {
    case .inUse(let path): "another gateway is using \(path)"
    case .unusable(let path, let error): "\(path) cannot be used: \(error)"
    case .tooOpen(let path, let mode):
      "\(path) has mode 0\(String(mode, radix: 8)): others can read the keys; "
        + "run: chmod go-rwx \(path)"
    case .writable(let path, let mode):
      "\(path) has mode 0\(String(mode, radix: 8)): others can change what is in it; "
        + "run: chmod go-w \(path)"
    case .noParent(let path): "\(path) is not there, nor is the folder that it would be in"
    case .foreignOwner(let path): "\(path) belongs to another user"
    case .keyMissing(let path):
      "\(path) is missing, and the database was made with it: restore it from a backup"
    case .keyDamaged(let path): "\(path) does not hold 64 hexadecimal digits"
    }
  }
}
