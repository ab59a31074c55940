import Kernel
import Synchronization

/// A socket that connections come to. One loop's; but the thread that starts the loop holds it, too, so it is closed by a call.
final class ListeningSocket: Sendable {
  let number: Int32
  let port: UInt16
  private let socket: Mutex<Descriptor?>

  private init(_ socket: consuming Descriptor) throws(KernelError) {
    // Accepted sockets inherit it.
    try socket.sendWithoutDelay()
    port = try socket.localAddress().port ?? 0
    number = socket.number
    self.socket = Mutex(socket)
  }

  /// As `Descriptor.accept`; would-block, too, once it is closed.
  func accept() throws(KernelError) -> Outcome<Int32> {
    try socket.withLock { (socket) throws(KernelError) in
      guard let outcome = try socket?.accept() else { return .wouldBlock }
      return outcome
    }
  }

  /// From now on connections are refused.
  func close() { socket.withLock { $0 = nil } }

  /// One for each loop, all at the same address.
  static func open(_ configuration: ServerConfiguration) throws(ServerError) -> [ListeningSocket] {
    do throws(KernelError) {
      if let inherited = configuration.inheritedSocket {
        return try share(Descriptor(adopting: inherited), configuration.loops)
      }
      let address = try SocketAddress.ip(configuration.host, port: configuration.port)
      guard configuration.loops > 1 else {
        return [try ListeningSocket(.listening(at: address))]
      }
      // Where any port will do, one that somebody takes in between is no loss.
      var chances = configuration.port == 0 ? 16 : 1
      while true {
        do throws(KernelError) {
          return try sharing(address, among: configuration.loops)
        } catch {
          chances -= 1
          guard chances > 0, error.errno == .addressInUse else { throw error }
        }
      }
    } catch {
      throw .cannotListen(host: configuration.host, port: configuration.port, error)
    }
  }

  /// A socket that shares its port would also share it with another process that does, and each would get half of the
  /// connections. One that does not share it finds out first.
  private static func sharing(
    _ address: SocketAddress, among count: Int
  ) throws(KernelError) -> [ListeningSocket] {
    let free = try Descriptor.listening(at: address).localAddress()
    return try (0..<count).map { (_) throws(KernelError) in
      try ListeningSocket(.listening(at: free, sharesPort: true))
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
