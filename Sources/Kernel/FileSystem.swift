import CLinux
import Glibc

/// What is done to names and whole files. Cold: each call may wait for the disk.
package enum FileSystem {
  /// The whole file, at most `limit` bytes; a longer one is thrown as EFBIG.
  package static func read(_ path: String, limit: Int) throws(KernelError) -> [UInt8] {
    let file = try Descriptor.file(reading: path)
    // One byte more than allowed tells a file that is too long, even one that says it has no length (`/proc`).
    let length = try file.length()
    let capacity = min(limit + 1, max(Int(clamping: length) + 1, 4096))
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      let room = min(capacity, limit + 1 - bytes.count)
      let piece = try readPiece(file, at: Int64(bytes.count), capacity: room)
      bytes += piece
      if piece.count < room { return bytes }
    }
    throw KernelError(call: "read", errno: Errno(rawValue: EFBIG), object: path)
  }

  /// Puts `bytes` at `path` so that after a crash there is the old file or the new, whole: written to a temporary name beside
  /// it, synchronised, renamed, and the folder synchronised.
  package static func replace(
    _ path: String, with bytes: [UInt8], mode: UInt32 = 0o600
  ) throws(KernelError) {
    let temporary = "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).new"
    let file = try Descriptor.file(creating: temporary, mode: mode)
    do throws(KernelError) {
      try writeAll(bytes, to: file)
      try file.synchronize()
      try rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
    try synchronizeFolder(of: path)
  }

  /// Takes the place of what is there, at once. Both in the same file system. The corresponding C function is `rename`.
  package static func rename(_ old: String, to new: String) throws(KernelError) {
    try syscall("rename", new) { Glibc.rename(old, new) }
  }

  /// A file that is not there is as good as removed.
  package static func remove(_ path: String) throws(KernelError) {
    do throws(KernelError) {
      try syscall("unlink", path) { unlink(path) }
    } catch {
      guard error.errno == .noSuchFile else { throw error }
    }
  }

  /// Returns when the names in the folder that holds `path` are on the disk.
  package static func synchronizeFolder(of path: String) throws(KernelError) {
    try Descriptor.directory(folder(of: path)).synchronize()
  }

  /// One level; a folder that is there already is as good, with the mode it has.
  package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(KernelError) {
    do throws(KernelError) {
      try syscall("mkdir", path) { mkdir(path, mode_t(mode)) }
    } catch {
      guard error.errno == .exists else { throw error }
    }
  }

  /// The permission bits (`0o7777`) and the owner's number.
  package static func access(
    of path: String
  ) throws(KernelError) -> (mode: UInt32, owner: UInt32) {
    var facts = stat()
    try syscall("lstat", path) { lstat(path, &facts) }
    return (UInt32(facts.st_mode) & 0o7777, UInt32(facts.st_uid))
  }

  /// What an unprivileged process may still write, in bytes. The corresponding C function is `statvfs`.
  package static func freeBytes(at path: String) throws(KernelError) -> UInt64 {
    var facts = statvfs()
    try syscall("statvfs", path) { statvfs(path, &facts) }
    let (bytes, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(
      by: UInt64(facts.f_frsize))
    return overflow ? .max : bytes
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func readPiece(
    _ file: borrowing Descriptor, at offset: Int64, capacity: Int
  ) throws(KernelError) -> [UInt8] {
    var piece = [UInt8](repeating: 0, count: capacity)
    let count = try piece.withUnsafeMutableBufferPointer { (buffer) throws(KernelError) in
      try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
    }
    piece.removeLast(capacity - count)
    return piece
  }

  private static func writeAll(
    _ bytes: [UInt8], to file: borrowing Descriptor
  ) throws(KernelError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(KernelError) in
      try file.write(UnsafeRawBufferPointer(buffer), at: 0)
    }
  }
}

/// A directory that only one process uses at a time. Let go when the value ends, or with the process however that ends.
package struct DirectoryLock: ~Copyable, Sendable {
  private let directory: Descriptor

  /// - Returns: nil when another process holds it. The corresponding C function is `flock`.
  package static func taking(_ path: String) throws(KernelError) -> DirectoryLock? {
    let directory = try Descriptor.directory(path)
    let number = directory.number
    switch try syscallOrWouldBlock("flock", path, { flock(number, LOCK_EX | LOCK_NB) }) {
    case .done: return DirectoryLock(directory: directory)
    case .wouldBlock: return nil
    }
  }

  /// Waits until no other process holds it, however long that is. The corresponding C function is `flock`.
  package static func waiting(for path: String) throws(KernelError) -> DirectoryLock {
    let directory = try Descriptor.directory(path)
    let number = directory.number
    try syscall("flock", path) { flock(number, LOCK_EX) }
    return DirectoryLock(directory: directory)
  }

  /// Said, and not only closed: a child process that is being started holds a copy of the descriptor until it runs its program,
  /// and with the copy the lock.
  deinit { _ = flock(directory.number, LOCK_UN) }
}
