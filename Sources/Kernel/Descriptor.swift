import Glibc

/// An open file, socket, or anything else with a number, closed when its owner lets go.
package struct Descriptor: ~Copyable, Sendable {
  /// For calls of other C modules. Not to be closed, nor kept longer than the owner.
  package let number: Int32

  /// Takes over a descriptor that nobody else closes.
  package init(adopting number: Int32) {
    precondition(number >= 0, "a descriptor is not negative")
    self.number = number
  }

  deinit { Descriptor.close(number) }

  /// Gives the number away unclosed.
  package consuming func release() -> Int32 {
    let number = self.number
    discard self
    return number
  }

  /// A second descriptor of the same open file, closed on exec.
  package borrowing func duplicate() throws(KernelError) -> Descriptor {
    let number = self.number
    return Descriptor(adopting: try syscall("fcntl") { fcntl(number, F_DUPFD_CLOEXEC, 0) })
  }

  /// Linux gives the number free even when it reports EINTR or a late write error, so a repeat could close another's.
  /// Who needs to know that bytes arrived calls `synchronize()` before. EBADF: someone closed what we own.
  static func close(_ number: Int32) {
    guard Glibc.close(number) != 0 else { return }
    precondition(Errno.last != .badDescriptor, "descriptor \(number) was closed by someone else")
  }
}

// MARK: - Bytes

extension Descriptor {
  /// Reads what is there; 0 is the end. The corresponding C function is `read`.
  package borrowing func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(KernelError) -> Outcome<Int> {
    let number = self.number
    return try syscallOrWouldBlock("read") { Glibc.read(number, buffer.baseAddress, buffer.count) }
  }

  /// Writes as much as fits. Not for sockets: see `send`. The corresponding C function is `write`.
  package borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(KernelError) -> Outcome<Int>
  {
    let number = self.number
    return try syscallOrWouldBlock("write") { Glibc.write(number, bytes.baseAddress, bytes.count) }
  }

  /// For an end that a child process gets: most programs do not expect would-block on their standard input and output.
  borrowing func setBlocking() throws(KernelError) {
    let number = self.number
    let flags = try syscall("fcntl") { fcntl(number, F_GETFL) }
    try syscall("fcntl") { fcntl(number, F_SETFL, flags & ~O_NONBLOCK) }
  }

  /// Makes the other calls on it return would-block instead of waiting. For descriptors that were made elsewhere: our own are
  /// made with the flag.
  package borrowing func setNonBlocking() throws(KernelError) {
    let number = self.number
    let flags = try syscall("fcntl") { fcntl(number, F_GETFL) }
    try syscall("fcntl") { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
  }
}
