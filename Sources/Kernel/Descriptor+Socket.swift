import CLinux
import Glibc

/// Sockets. All are made closed-on-exec and non-blocking, in the same call that opens them.
extension Descriptor {
  private static let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)

  /// For families of other targets. The corresponding C function is `socket`.
  package static func socket(
    family: Int32, type: Int32, protocol number: Int32
  ) throws(KernelError) -> Descriptor {
    Descriptor(
      adopting: try syscall("socket", "family \(family)") {
        Glibc.socket(family, type | flags, number)
      })
  }

  /// A TCP or stream socket that listens.
  /// - Parameters:
  ///   - sharesPort: several sockets may listen at the same address, and the kernel spreads connections over them (`SO_REUSEPORT`).
  ///   - backlog: connections that wait to be accepted; the system's own bound (`net.core.somaxconn`) also holds.
  package static func listening(
    at address: SocketAddress, sharesPort: Bool = false, backlog: Int32 = 4096
  ) throws(KernelError) -> Descriptor {
    let socket = try Descriptor.stream(family: Int32(address.family))
    if Int32(address.family) != AF_UNIX {
      try socket.setOption(level: SOL_SOCKET, SO_REUSEADDR, 1)
      if sharesPort { try socket.setOption(level: SOL_SOCKET, SO_REUSEPORT, 1) }
    }
    try socket.bind(to: address)
    let number = socket.number
    try syscall("listen", address.spelled) { listen(number, backlog) }
    return socket
  }

  /// A stream socket on its way: it is connected when it becomes writable and `socketError` is nil.
  /// - Parameter window: how much may be on its way to us; nil leaves it to the kernel. With it go segments as on an Ethernet, so that
  ///   a peer on this machine does not buffer megabytes.
  package static func connecting(
    to address: SocketAddress, window: Int32? = nil
  ) throws(KernelError) -> Descriptor {
    let socket = try Descriptor.stream(family: Int32(address.family))
    if let window {
      try socket.setOption(level: SOL_SOCKET, SO_RCVBUF, window)
      try socket.setOption(level: Int32(IPPROTO_TCP), TCP_MAXSEG, 1_460)
    }
    try socket.connect(to: address)
    return socket
  }

  /// Two sockets joined to each other that keep the boundaries of messages. The corresponding C function is `socketpair` with
  /// `SOCK_SEQPACKET`.
  package static func packetPair() throws(KernelError) -> DescriptorPair {
    try pair(Int32(SOCK_SEQPACKET.rawValue))
  }

  /// Two stream sockets joined to each other.
  package static func streamPair() throws(KernelError) -> DescriptorPair {
    try pair(Int32(SOCK_STREAM.rawValue))
  }

  /// The corresponding C function is `bind`.
  package borrowing func bind(to address: SocketAddress) throws(KernelError) {
    let number = self.number
    _ = try address.withPointer { (pointer, length) throws(KernelError) in
      try syscall("bind", address.spelled) { Glibc.bind(number, pointer, length) }
    }
  }

  /// Starts to connect; "in progress" is no error. The corresponding C function is `connect`.
  package borrowing func connect(to address: SocketAddress) throws(KernelError) {
    let number = self.number
    try address.withPointer { (pointer, length) throws(KernelError) in
      do throws(KernelError) {
        try syscall("connect", address.spelled) { Glibc.connect(number, pointer, length) }
      } catch {
        // An interrupted connect goes on by itself, and asking again says so.
        guard [.inProgress, .alreadyInProgress].contains(error.errno) else { throw error }
      }
    }
  }

  /// The next connection. Would-block when none waits; also thrown are the exhaustion errors `.processFilesExhausted` and
  /// `.systemFilesExhausted`. A connection that was gone before we came is skipped. The corresponding C function is `accept4`.
  package borrowing func accept() throws(KernelError) -> Outcome<Int32> {
    let number = self.number
    while true {
      do throws(KernelError) {
        return try syscallOrWouldBlock("accept4") {
          accept4(number, nil, nil, Descriptor.flags)
        }
      } catch {
        if error.errno == .connectionAborted || error.errno == .protocolError { continue }
        throw error
      }
    }
  }

  /// Who is at the other end.
  package borrowing func peerAddress() throws(KernelError) -> SocketAddress {
    let number = self.number
    return try SocketAddress.filled { (address, length) throws(KernelError) in
      try syscall("getpeername") { getpeername(number, address, length) }
    }.1
  }

  /// Where it is bound; tells the port that the kernel chose.
  package borrowing func localAddress() throws(KernelError) -> SocketAddress {
    let number = self.number
    return try SocketAddress.filled { (address, length) throws(KernelError) in
      try syscall("getsockname") { getsockname(number, address, length) }
    }.1
  }

  /// Takes the error that waits on the socket, if any. The corresponding C function is `getsockopt` with `SO_ERROR`.
  package borrowing func takeSocketError() throws(KernelError) -> Errno? {
    let number = self.number
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    try syscall("getsockopt") { getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &length) }
    return code == 0 ? nil : Errno(rawValue: code)
  }

  /// The corresponding C function is `setsockopt`.
  package borrowing func setOption(
    level: Int32, _ name: Int32, _ value: Int32
  ) throws(KernelError) {
    let number = self.number
    var value = value
    try syscall("setsockopt", "option \(name)") {
      setsockopt(number, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
  }

  /// For options that are a structure, as the kernel lays it out. The corresponding C function is `setsockopt`.
  package borrowing func setOption(
    level: Int32, _ name: Int32, bytes: [UInt8]
  ) throws(KernelError) {
    let number = self.number
    try syscall("setsockopt", "option \(name)") {
      setsockopt(number, level, name, bytes, socklen_t(bytes.count))
    }
  }

  /// The first `byteCount` bytes of an option; thrown with `.invalidArgument` when it has fewer. The corresponding C function is
  /// `getsockopt`.
  package borrowing func option(
    level: Int32, _ name: Int32, byteCount: Int
  ) throws(KernelError) -> [UInt8] {
    let number = self.number
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var length = socklen_t(byteCount)
    try syscall("getsockopt", "option \(name)") {
      getsockopt(number, level, name, &bytes, &length)
    }
    guard Int(length) >= byteCount else {
      throw KernelError(call: "getsockopt", errno: .invalidArgument, object: "option \(name)")
    }
    return bytes
  }

  /// Small writes leave at once instead of waiting for the peer's acknowledgement (Nagle's algorithm off).
  package borrowing func sendWithoutDelay() throws(KernelError) {
    try setOption(level: Int32(IPPROTO_TCP), TCP_NODELAY, 1)
  }

  /// Closing then drops what the peer has not got yet, and tells it so by a reset. The corresponding C option is `SO_LINGER`.
  package borrowing func dropUnsentAtClose() throws(KernelError) {
    let now = linger(l_onoff: 1, l_linger: 0)
    try setOption(level: SOL_SOCKET, SO_LINGER, bytes: withUnsafeBytes(of: now) { Array($0) })
  }

  /// Held back: writes gather until full segments or until let go; for a head followed by a file.
  package borrowing func setCorked(_ corked: Bool) throws(KernelError) {
    try setOption(level: Int32(IPPROTO_TCP), TCP_CORK, corked ? 1 : 0)
  }

  /// Receives what is there; 0 is the end. The corresponding C function is `recv`.
  package borrowing func receive(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(KernelError) -> Outcome<Int> {
    let number = self.number
    return try syscallOrWouldBlock("recv") { recv(number, buffer.baseAddress, buffer.count, 0) }
  }

  /// Sends as much as fits; a peer that is gone is an error, never a signal (`MSG_NOSIGNAL`). The corresponding C function is `send`.
  /// - Parameter more: further bytes follow at once, so a last short segment may wait for them (`MSG_MORE`).
  package borrowing func send(
    _ bytes: UnsafeRawBufferPointer, more: Bool = false
  ) throws(KernelError) -> Outcome<Int> {
    let number = self.number
    let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
    return try syscallOrWouldBlock("send") {
      Glibc.send(number, bytes.baseAddress, bytes.count, flags)
    }
  }

  /// The same for two stretches as if they were one. The corresponding C function is `sendmsg`.
  package borrowing func send(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) throws(KernelError) -> Outcome<Int> {
    let number = self.number
    var stretches = (
      iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count),
      iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
    )
    return try withUnsafeMutableBytes(of: &stretches) { (bytes) throws(KernelError) in
      var message = msghdr()
      message.msg_iov = bytes.baseAddress?.assumingMemoryBound(to: iovec.self)
      message.msg_iovlen = 2
      return try syscallOrWouldBlock("sendmsg") {
        sendmsg(number, &message, Int32(MSG_NOSIGNAL))
      }
    }
  }

  /// Bytes that were taken to be sent and that the peer has not confirmed. The corresponding C function is `ioctl` with `SIOCOUTQ`.
  package borrowing func unconfirmedBytes() throws(KernelError) -> Int {
    let number = self.number
    var count: Int32 = 0
    try syscall("ioctl", "SIOCOUTQ") { ioctl(number, UInt(TIOCOUTQ), &count) }
    return Int(count)
  }

  /// Tells the peer that no more will come, while its bytes can still be read. A peer that is gone already is as good.
  package borrowing func finishSending() throws(KernelError) {
    let number = self.number
    do throws(KernelError) {
      try syscall("shutdown") { shutdown(number, Int32(SHUT_WR)) }
    } catch {
      guard error.errno == .notConnected else { throw error }
    }
  }

  private static func stream(family: Int32) throws(KernelError) -> Descriptor {
    try socket(family: family, type: Int32(SOCK_STREAM.rawValue), protocol: 0)
  }

  private static func pair(_ type: Int32) throws(KernelError) -> DescriptorPair {
    var numbers: [Int32] = [0, 0]
    try syscall("socketpair") { socketpair(AF_UNIX, type | flags, 0, &numbers) }
    return DescriptorPair(
      first: Descriptor(adopting: numbers[0]), second: Descriptor(adopting: numbers[1]))
  }
}

/// Two ends of one line.
package struct DescriptorPair: ~Copyable, Sendable {
  package let first: Descriptor
  package let second: Descriptor

  /// Takes both out.
  package consuming func split<R: ~Copyable, E: Error>(
    _ body: (consuming Descriptor, consuming Descriptor) throws(E) -> R
  ) throws(E) -> R {
    try body(first, second)
  }
}

extension SocketAddress {
  /// For errors: who reads them knows the address by this.
  var spelled: String { port.map { "\(host) port \($0)" } ?? "socket" }
}
