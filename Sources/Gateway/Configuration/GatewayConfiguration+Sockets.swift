import Kernel

extension GatewayConfiguration {
  /// A socket that the service manager opened for us cannot be used as it is.
  struct SocketRefusal: Error, CustomStringConvertible {
    let description: String
  }

  /// Takes over what systemd's socket units opened: one named `operation` for the metrics, any other for the gateway itself. What holds
  /// for addresses in the configuration holds for them.
  mutating func take(_ sockets: [ServiceSupervisor.InheritedSocket]) throws {
    for socket in sockets {
      let isForOperation = socket.name == "operation"
      let address = try Self.address(of: socket)
      if isForOperation {
        guard address.isLoopback else {
          throw SocketRefusal(
            description: "the socket 'operation' can be reached from elsewhere: metrics are for "
              + "this machine alone")
        }
        operationSocket = socket.number
      } else {
        guard address.isLoopback || certificate != nil || allowsPlainHTTP else {
          throw SocketRefusal(
            description: "the socket '\(socket.name)' can be reached from elsewhere, and there is "
              + "no certificate")
        }
        listenSocket = socket.number
      }
    }
  }

  private static func address(
    of socket: ServiceSupervisor.InheritedSocket
  ) throws(KernelError) -> SocketAddress {
    let descriptor = Descriptor(adopting: socket.number)
    let address = Result { () throws(KernelError) in try descriptor.localAddress() }
    // The server takes it over later.
    _ = descriptor.release()
    return try address.get()
  }
}
