package import HTTPServer
import Kernel
import Updates

/// All that a gateway is told, checked: whatever is in here can be started.
package struct GatewayConfiguration: Sendable {
  package var dataDirectory: String
  package var listen: ListenAddress
  /// Nil: no such listener.
  package var operationListen: ListenAddress?
  package var certificate: TLSConfiguration?
  /// Said by name, for a gateway behind a proxy that has the certificate.
  package var allowsPlainHTTP = false
  /// Open already, in place of `listen` and `operationListen`.
  var listenSocket: Int32?
  var operationSocket: Int32?
  package var trustedProxies = 0
  /// One or more.
  package var loops = 1
  package var limits = ServerConfiguration.Limits()
  package var passwordCost = usualPasswordCost
  package var offerLife = UpdateDesk.usualOfferLife
  package var radio = RadioChoice.none
  package var delivery = Delivery.outbox(directory: nil)
  package var deliveryQueueLimit = 1_000
  package var logFormat = LogFormat.auto
  package var logLevel = LogLevel.info

  /// 32 MiB and some 50 ms for each hash.
  package static let usualPasswordCost = 6

  /// How codes reach their owners.
  package enum Delivery: Sendable, Hashable {
    /// Nil: `outbox/` of the data directory.
    case outbox(directory: String?)
    case sendmail(path: String, sender: String)
    case webhook(url: String, keyPath: String)
  }

  /// For the demo and tests: loopback in the clear, ports chosen by the kernel, one loop.
  package init(dataDirectory: String) {
    self.dataDirectory = dataDirectory
    listen = ListenAddress(host: "127.0.0.1", port: 0)
    operationListen = ListenAddress(host: "127.0.0.1", port: 0)
  }

  /// Checks each setting and what they mean together.
  /// - Throws: every mistake at once.
  package init(_ sources: ConfigurationSources) throws(ConfigurationError) {
    var sources = sources
    dataDirectory = sources[Settings.dataDirectory] ?? "/"
    listen = sources[Settings.listen]
    operationListen = sources[Settings.operationListen]
    certificate = Self.certificate(&sources)
    allowsPlainHTTP = sources[Settings.allowPlainHTTP]
    trustedProxies = sources[Settings.trustedProxies]
    let loops = sources[Settings.loops]
    self.loops = loops > 0 ? loops : Processors.usable
    limits = Self.limits(sources)
    passwordCost = sources[Settings.passwordCost]
    offerLife = sources[Settings.offerLife]
    radio = sources[Settings.radio]
    delivery = Self.delivery(&sources)
    deliveryQueueLimit = sources[Settings.deliveryQueue]
    logFormat = sources[Settings.logFormat]
    logLevel = sources[Settings.logLevel]
    Self.checkReach(listen, operationListen, isSecure: certificate != nil, &sources)
    guard sources.mistakes.isEmpty else { throw ConfigurationError(mistakes: sources.mistakes) }
  }

  private static func certificate(_ sources: inout ConfigurationSources) -> TLSConfiguration? {
    switch (sources[Settings.certificate], sources[Settings.certificateKey]) {
    case (nil, nil): return nil
    case (let chain?, let key?): return TLSConfiguration(certificatePath: chain, keyPath: key)
    case (_?, nil):
      sources.refuse(Settings.certificate, "a certificate without tls_key_file")
      return nil
    case (nil, _?):
      sources.refuse(Settings.certificateKey, "a key without tls_certificate_file")
      return nil
    }
  }

  private static func limits(_ sources: ConfigurationSources) -> ServerConfiguration.Limits {
    var limits = ServerConfiguration.Limits()
    limits.connections = sources[Settings.connections]
    limits.headerTimeout = sources[Settings.headerTimeout]
    limits.bodyTimeout = sources[Settings.bodyTimeout]
    limits.idleTimeout = sources[Settings.idleTimeout]
    limits.writeTimeout = sources[Settings.writeTimeout]
    limits.heartbeat = sources[Settings.heartbeat]
    limits.drain = sources[Settings.drain]
    return limits
  }

  private static func delivery(_ sources: inout ConfigurationSources) -> Delivery {
    switch sources[Settings.delivery] {
    case .outbox:
      return .outbox(directory: sources[Settings.outbox])
    case .sendmail:
      guard let path = sources[Settings.sendmail], let sender = sources[Settings.sender],
        MailAddress(sender) != nil
      else {
        sources.refuse(
          Settings.delivery, "sendmail needs delivery_sender",
          hint: "Set it to the address that mail comes from.")
        return .outbox(directory: nil)
      }
      return .sendmail(path: path, sender: sender)
    case .webhook:
      guard let url = sources[Settings.webhook], let keyPath = sources[Settings.webhookKey] else {
        sources.refuse(
          Settings.delivery,
          "webhook needs delivery_webhook_url and delivery_webhook_key_file")
        return .outbox(directory: nil)
      }
      if WebhookAddress(url) == nil {
        sources.refuse(
          Settings.webhook, "codes are posted to https:// only",
          hint: "http:// is taken for 127.0.0.1 and [::1].")
      }
      return .webhook(url: url, keyPath: keyPath)
    }
  }

  /// Passwords and tokens do not cross a network in the clear because somebody forgot a line.
  private static func checkReach(
    _ listen: ListenAddress, _ operation: ListenAddress?, isSecure: Bool,
    _ sources: inout ConfigurationSources
  ) {
    if !listen.isLoopback, !isSecure, !sources[Settings.allowPlainHTTP] {
      sources.refuse(
        Settings.listen, "\(listen) can be reached from elsewhere, and there is no certificate",
        hint: "Set tls_certificate_file and tls_key_file, or allow_plain_http = true "
          + "behind a proxy that has them.")
    }
    if let operation, !operation.isLoopback {
      sources.refuse(
        Settings.operationListen, "\(operation) can be reached from elsewhere",
        hint: "Metrics name no one, but they are for this machine: use 127.0.0.1 or [::1].")
    }
    if let operation, operation == listen, operation.port != 0 {
      sources.refuse(Settings.operationListen, "\(operation) is where the gateway itself listens")
    }
  }
}
