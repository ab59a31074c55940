import HTTPServer

/// What the configuration comes to, part by part.
extension GatewayConfiguration {
  func server(log: Log) -> ServerConfiguration {
    var server = ServerConfiguration(
      host: listen.host, port: listen.port, loops: loops, tls: certificate)
    server.limits = limits
    server.trustedProxies = trustedProxies
    server.inheritedSocket = listenSocket
    server.log = { $0.write(to: log) }
    server.logsAnswers = logLevel == .debug
    if certificate != nil {
      // A year, as facts HT-03 ask.
      server.headers = [("Strict-Transport-Security", "max-age=31536000")]
    }
    return server
  }

  /// Nil when nobody is to watch.
  var operationServer: ServerConfiguration? {
    guard operationSocket != nil || operationListen != nil else { return nil }
    var server = ServerConfiguration(
      host: operationListen?.host ?? "", port: operationListen?.port ?? 0, loops: 1)
    server.inheritedSocket = operationSocket
    server.limits.connections = 64
    server.limits.drain = .seconds(1)
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
