import CLinux
import Glibc

/// A name in a folder. What it names may be gone by the time it is looked at.
package struct FolderEntry: Hashable, Sendable {
  package let name: String
  package let kind: Kind
  /// In bytes; of a file.
  package let length: Int64
  /// When its bytes were last written, in milliseconds since 1970.
  package let modified: Int64

  package enum Kind: Hashable, Sendable {
    case file
    case folder
    /// A link, socket, device or pipe: nothing that is read as content.
    case other
  }
}

extension FileSystem {
  /// What is in the folder, sorted by name, without `.` and `..`; links are not followed. Names that are not UTF-8 are left out.
  ///
  /// Throws EFBIG when there is more than `limit`. The corresponding C functions are `opendir`, `readdir` and `fstatat`.
  package static func list(_ path: String, limit: Int) throws(KernelError) -> [FolderEntry] {
    guard let folder = opendir(path) else {
      throw KernelError(call: "opendir", errno: .last, object: path)
    }
    defer { closedir(folder) }
    var entries: [FolderEntry] = []
    while let found = readdir(folder) {
      let name = withUnsafePointer(to: &found.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
      }
      guard let name, name != ".", name != ".." else { continue }
      guard entries.count < limit else {
        throw KernelError(call: "readdir", errno: Errno(rawValue: EFBIG), object: path)
      }
      guard let entry = try entry(name, in: dirfd(folder)) else { continue }
      entries.append(entry)
    }
    return entries.sorted { $0.name < $1.name }
  }

  /// The length of the regular file at `path`, nil when there is none. The corresponding C function is `lstat`.
  package static func length(of path: String) throws(KernelError) -> Int64? {
    var facts = stat()
    do throws(KernelError) {
      try syscall("lstat", path) { lstat(path, &facts) }
    } catch {
      guard error.errno == .noSuchFile else { throw error }
      return nil
    }
    return facts.st_mode & S_IFMT == S_IFREG ? Int64(facts.st_size) : nil
  }

  private static func entry(
    _ name: String, in folder: Int32
  ) throws(KernelError) -> FolderEntry? {
    var facts = stat()
    do throws(KernelError) {
      try syscall("fstatat", name) { fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) }
    } catch {
      guard error.errno == .noSuchFile else { throw error }
      return nil
    }
    let kind: FolderEntry.Kind =
      switch facts.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    let modified = Int64(facts.st_mtim.tv_sec) * 1_000 + Int64(facts.st_mtim.tv_nsec) / 1_000_000
    return FolderEntry(
      name: name, kind: kind, length: Int64(facts.st_size), modified: modified)
  }
}

extension Descriptor {
  /// Makes the file exactly so long. The corresponding C function is `ftruncate`.
  package borrowing func truncate(to length: Int64) throws(KernelError) {
    let number = self.number
    try syscall("ftruncate") { ftruncate(number, off_t(length)) }
  }
}
