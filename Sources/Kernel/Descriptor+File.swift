import CLinux
import Glibc

/// Regular files. Paths are absolute or relative to the working directory; all are opened closed-on-exec.
extension Descriptor {
  /// For reading. The corresponding C function is `open`.
  package static func file(reading path: String) throws(KernelError) -> Descriptor {
    try opened(path, O_RDONLY, mode: 0)
  }

  /// For writing at positions; made when it is not there. Never through a symbolic link.
  package static func file(
    writing path: String, mode: UInt32 = 0o600
  ) throws(KernelError) -> Descriptor {
    try opened(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: mode)
  }

  /// New and empty; thrown with `.exists` when something is there, be it a link to nowhere.
  package static func file(
    creating path: String, mode: UInt32 = 0o600
  ) throws(KernelError) -> Descriptor {
    try opened(path, O_RDWR | O_CREAT | O_EXCL, mode: mode)
  }

  /// For `synchronize` and locks.
  package static func directory(_ path: String) throws(KernelError) -> Descriptor {
    try opened(path, O_RDONLY | O_DIRECTORY, mode: 0)
  }

  /// In bytes. The corresponding C function is `fstat`.
  package borrowing func length() throws(KernelError) -> Int64 {
    let number = self.number
    var facts = stat()
    try syscall("fstat") { fstat(number, &facts) }
    return Int64(facts.st_size)
  }

  /// Reads from `offset` until the buffer is full or the file ends.
  /// - Returns: how many bytes were read. The corresponding C function is `pread`.
  package borrowing func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
  ) throws(KernelError) -> Int {
    let number = self.number
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let position = offset + Int64(filled)
      let count = try syscall("pread") {
        pread(number, rest.baseAddress, rest.count, off_t(position))
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Writes all of it at `offset`. The corresponding C function is `pwrite`.
  package borrowing func write(
    _ bytes: UnsafeRawBufferPointer, at offset: Int64
  ) throws(KernelError) {
    let number = self.number
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let position = offset + Int64(written)
      written += try syscall("pwrite") {
        pwrite(number, rest.baseAddress, rest.count, off_t(position))
      }
    }
  }

  /// A file in memory, without a name, that holds these bytes for good. The corresponding C functions are `memfd_create` and `fcntl` with
  /// `F_ADD_SEALS`.
  package static func memory(
    _ name: String, holding bytes: RawSpan
  ) throws(KernelError) -> Descriptor {
    let file = Descriptor(
      adopting: try syscall("memfd_create", name) { lanyard_memory_file(name) })
    try bytes.withUnsafeBytes { (bytes) throws(KernelError) in try file.write(bytes, at: 0) }
    let number = file.number
    try syscall("fcntl", name) { lanyard_seal(number) }
    return file
  }

  /// Returns when the bytes, or a directory's names, are on the disk. The corresponding C function is `fsync`.
  package borrowing func synchronize() throws(KernelError) {
    let number = self.number
    try syscall("fsync") { fsync(number) }
  }

  /// Sends bytes of `file` from `offset` to this socket without passing through the process.
  /// - Returns: how many were taken; 0 when the file ends before. The corresponding C function is `sendfile`.
  package borrowing func send(
    file: borrowing Descriptor, from offset: Int64, count: Int
  ) throws(KernelError) -> Outcome<Int> {
    let (socket, source) = (number, file.number)
    var position = off_t(offset)
    return try syscallOrWouldBlock("sendfile") { sendfile(socket, source, &position, count) }
  }

  private static func opened(
    _ path: String, _ flags: Int32, mode: UInt32
  ) throws(KernelError) -> Descriptor {
    Descriptor(
      adopting: try syscall("open", path) { open(path, flags | O_CLOEXEC, mode_t(mode)) })
  }
}
