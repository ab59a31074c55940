import Kernel

/// A socket that connections come to.
final class ListeningSocket: Sendable {
  let socket: Descriptor
  let port: UInt16

  private init(_ socket: consuming Descriptor) throws(KernelError) {
    // Accepted sockets inherit it.
    try socket.sendWithoutDelay()
    port = try socket.localAddress().port ?? 0
    self.socket = socket
  }

  /// One for each loop, all at the same address.
  static func open(_ configuration: ServerConfiguration) throws(ServerError) -> [ListeningSocket] {
    do throws(KernelError) {
      if let inherited = configuration.inheritedSocket {
        return try share(Descriptor(adopting: inherited), configuration.loops)
      }
      var address = try SocketAddress.ip(configuration.host, port: configuration.port)
      guard configuration.loops > 1 else {
        return [try ListeningSocket(.listening(at: address))]
      }
      // A socket that shares its port would also share it with another process that does, and each would get half of the
      // connections. One that does not share it finds out.
      address = try Descriptor.listening(at: address).localAddress()
      return try (0..<configuration.loops).map { (_) throws(KernelError) in
        try ListeningSocket(.listening(at: address, sharesPort: true))
      }
    } catch {
      throw .cannotListen(host: configuration.host, port: configuration.port, error)
    }
  }

  /// The same socket for all loops, where somebody else has opened it.
  private static func share(
    _ socket: consuming Descriptor, _ count: Int
  ) throws(KernelError) -> [ListeningSocket] {
    try socket.setNonBlocking()
    var sockets: [ListeningSocket] = []
    for _ in 1..<count { sockets.append(try ListeningSocket(socket.duplicate())) }
    sockets.append(try ListeningSocket(socket))
    return sockets
  }
}
