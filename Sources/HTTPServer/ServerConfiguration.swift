import HTTP

/// Where and how to listen, and every bound of it.
package struct ServerConfiguration: Sendable {
  /// An address in digits, or a name that the resolver knows.
  package var host: String
  /// 0 lets the kernel choose; `Server.port` tells.
  package var port: UInt16
  /// Threads, each with its own listening socket and event queue; at least 1.
  package var loops: Int
  package var tls: TLSConfiguration?
  package var limits = Limits()
  /// How many proxies in front are trusted to name the client (BF-07); 0 trusts no header.
  package var trustedProxies = 0
  /// A socket that listens already (`ServiceSupervisor`); taken over, and used in place of `host` and `port`.
  package var inheritedSocket: Int32?
  /// Sent with every answer, as `X-Content-Type-Options`; encoded once a second, not once an answer.
  package var headers: [(name: StaticString, value: String)] = []
  /// Told on a loop's thread what is worth knowing, so it must not block.
  package var log: (@Sendable (ServerEvent) -> Void)?
  /// Whether `log` is told of every answer, too.
  package var logsAnswers = false

  package struct Limits: Sendable {
    /// Of the whole server. What comes above them is answered 503, or closed unheard when that, too, is too much.
    package var connections = 20_000
    package var startLineBytes = 8_192
    package var headerBytes = 16_384
    package var headerCount = 64
    /// Bytes of all bodies that are on their way on one loop; more are answered 503.
    package var bodiesInFlightBytes = 256 << 20
    /// From the first byte of a request (or from the connection's start) until its head is whole.
    package var headerTimeout: Duration = .seconds(10)
    /// How long a body may take, and on from there as long as it keeps `slowestBytesPerSecond`.
    package var bodyTimeout: Duration = .seconds(30)
    /// Between two requests.
    package var idleTimeout: Duration = .seconds(75)
    /// How long a peer may take to read, and on from there as long as it keeps `slowestBytesPerSecond`.
    package var writeTimeout: Duration = .seconds(30)
    /// Less than this, over a whole body or write timeout, is too slow.
    package var slowestBytesPerSecond = 256
    /// How long `Answer.later` may take; then 503.
    package var answerTimeout: Duration = .seconds(60)
    /// After so much silence a stream gets a comment.
    package var heartbeat: Duration = .seconds(15)
    /// How long a connection that we end is still listened to, so that our last answer is not lost to a reset.
    package var lingering: Duration = .seconds(2)
    package var drain: Duration = .seconds(20)
    package init() {}
  }

  package init(host: String, port: UInt16, loops: Int, tls: TLSConfiguration? = nil) {
    self.host = host
    self.port = port
    self.loops = loops
    self.tls = tls
  }
}

/// PEM files; read again by `Server.reloadCertificate`.
package struct TLSConfiguration: Sendable {
  /// The certificate, then those between it and a root.
  package var certificatePath: String
  package var keyPath: String
  package init(certificatePath: String, keyPath: String) {
    self.certificatePath = certificatePath
    self.keyPath = keyPath
  }
}

extension ServerConfiguration.Limits {
  var ofRequests: RequestLimits {
    RequestLimits(
      startLineBytes: startLineBytes, headerBytes: headerBytes, headerCount: headerCount)
  }
}
