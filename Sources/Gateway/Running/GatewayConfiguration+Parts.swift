import HTTPServer

/// What the configuration comes to, part by part.
extension GatewayConfiguration {
  func server(log: Log) -> ServerConfiguration {
    var server = ServerConfiguration(
      host: listen.host, port: listen.port, loops: loops, tls: certificate)
    server.limits = limits
    server.trustedProxies = trustedProxies
    return server
  }
}

extension GatewayConfiguration.Delivery {
  /// Opens what messages are carried by.
  /// - Throws: an error that describes itself.
  func carrier(in dataDirectory: String) throws -> any MessageCarrier {
    switch self {
    case .outbox(let directory):
      return try OutboxFolder(path: directory ?? DataDirectory.outboxPath(in: dataDirectory))
    case .sendmail(let path, let sender):
      guard let sender = MailAddress(sender) else {
        preconditionFailure("the configuration has checked the sender")
      }
      return Sendmail(program: path, sender: sender)
    case .webhook(let url, let keyPath):
      return try Webhook(url: url, keyPath: keyPath)
    }
  }
}
