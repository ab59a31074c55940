package import HTTP

/// Where and how to listen, and every bound of it.
package struct ServerConfiguration: Sendable {
  package var host: String
  /// 0 lets the kernel choose; `Server.port` tells.
  package var port: UInt16
  package var loops: Int
  package var tls: TLSConfiguration?
  package var limits = Limits()
  /// How many proxies in front are trusted to name the client (BF-07); 0 trusts no header.
  package var trustedProxies = 0

  package struct Limits: Sendable {
    package var connections = 20_000
    package var startLineBytes = 8_192
    package var headerBytes = 16_384
    package var headerCount = 64
    package var headerTimeout: Duration = .seconds(10)
    package var bodyTimeout: Duration = .seconds(30)
    package var idleTimeout: Duration = .seconds(75)
    package var writeTimeout: Duration = .seconds(30)
    package var heartbeat: Duration = .seconds(15)
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
  package var certificatePath: String
  package var keyPath: String
  package init(certificatePath: String, keyPath: String) {
    self.certificatePath = certificatePath
    self.keyPath = keyPath
  }
}

/// What one loop serves: made on the loop's own thread, and never leaves it.
package struct LoopService {
  package var routes: [Route]
  /// Around each batch of ready events: begin and end the read snapshot here.
  package var batchBegan: () -> Void
  package var batchEnded: () -> Void
  package init(
    routes: [Route], batchBegan: @escaping () -> Void = {}, batchEnded: @escaping () -> Void = {}
  ) {
    self.routes = routes
    self.batchBegan = batchBegan
    self.batchEnded = batchEnded
  }
}

/// A running HTTP server: one thread, epoll and listening socket per loop.
package final class Server: Sendable {
  package let feed: any StreamFeed
  package let port: UInt16

  /// Binds and starts; throws with a sentence when the address cannot be had.
  /// - Parameters:
  ///   - makeService: called once on each loop's thread.
  ///   - log: called from loops with one line per noteworthy event; must not block.
  package init(
    _ configuration: ServerConfiguration, feed: LoopFeed,
    makeService: @escaping @Sendable (_ loop: Int) -> LoopService
  ) throws { fatalError("unbuilt") }

  /// Takes a new certificate from the same paths for connections accepted from now on.
  package func reloadCertificate() throws { fatalError("unbuilt") }
  /// Stops accepting, lets running requests finish, tells streams to reconnect, and returns when all loops have ended or the drain
  /// time is over. Blocks.
  package func drain() { fatalError("unbuilt") }
  /// Counters since the start, for `/metrics`.
  package var counters: ServerCounters { fatalError("unbuilt") }
}

/// The feed exists before the server, because the desks that poke it do.
package final class LoopFeed: StreamFeed {
  package init() {}
  package func poke(topic: UInt64?) { fatalError("unbuilt") }
}

package struct ServerCounters: Sendable {
  package var connectionsOpen = 0
  package var connectionsAccepted = 0
  package var connectionsRefused = 0
  package var requests = 0
  package var responsesByClass: [Int] = [0, 0, 0, 0, 0, 0]
  package var bytesSent = 0
  package var streamsOpen = 0
  package init() {}
}
