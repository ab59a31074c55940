package import HTTP
import Kernel
import Synchronization

/// A running HTTP server: one thread, event queue and listening socket per loop.
///
/// It stops at once when nobody holds it any more; `drain` is the polite way.
package final class Server: Sendable {
  package let feed: any StreamFeed
  /// Where it listens.
  package let port: UInt16
  private let loopFeed: LoopFeed
  private let seats: [LoopSeat]
  private let drainTime: Duration
  private let tls: TLSConfiguration?

  /// Binds and starts; ready for connections when it returns. Throws `ServerError`, a sentence, when the address cannot be had.
  /// - Parameter makeService: called once on each loop's thread, with the loop's number from 0.
  package init(
    _ configuration: ServerConfiguration, feed: LoopFeed,
    makeService: @escaping @Sendable (_ loop: Int) -> LoopService
  ) throws {
    precondition(configuration.loops > 0, "a server has at least one loop")
    // `sendfile` knows no flag against the signal.
    Signal.ignoreBrokenPipes()
    let identity = try configuration.tls.map { (tls) throws(ServerError) in try TLSIdentity(tls) }
    let listeners = try ListeningSocket.open(configuration)
    port = listeners[0].port
    do throws(KernelError) {
      let admission = Admission(limit: configuration.limits.connections)
      var seats: [LoopSeat] = []
      for index in 0..<configuration.loops {
        seats.append(try LoopSeat(index: index, configuration, identity, admission))
      }
      self.seats = seats
    } catch {
      throw ServerError.cannotRun(error)
    }
    self.feed = feed
    loopFeed = feed
    tls = configuration.tls
    drainTime = configuration.limits.drain
    // Before the first connection can be let in: no poke may go past it.
    for seat in seats { feed.attach(seat.mailbox) }
    do throws(KernelError) {
      try start(listeners, makeService)
    } catch {
      // What was started stops with `deinit`, which runs now.
      throw ServerError.cannotRun(error)
    }
  }

  deinit {
    for seat in seats {
      loopFeed.detach(seat.mailbox)
      seat.mailbox.put { $0.order = .stop }
    }
  }

  /// Takes a new certificate from the same paths for connections accepted from now on; nothing without TLS. Throws `ServerError` when
  /// the files cannot be used, and keeps the old ones.
  package func reloadCertificate() throws {
    guard let tls else { return }
    let identity = try TLSIdentity(tls)
    for seat in seats { seat.mailbox.put { $0.identity = identity } }
  }

  /// Stops accepting, lets running requests finish, tells streams to reconnect, and returns when all loops have ended or the drain
  /// time is over. Blocks. A second call waits for the first one's end.
  package func drain() {
    let end = MonotonicTime.now + drainTime
    for seat in seats { seat.mailbox.put { $0.order = .drain(until: end) } }
    // The loops keep the time; this only waits longer than they may for one that a handler holds up.
    for seat in seats {
      // Without a descriptor to wait with, there is nothing better than to go.
      seat.ended.wait(until: end + .seconds(1))
    }
  }

  /// Counters since the start, for `/metrics`.
  package var counters: ServerCounters {
    var counters = ServerCounters()
    for seat in seats { counters.add(seat.counters) }
    return counters
  }

  /// Returns when all loops are ready.
  private func start(
    _ listeners: [ListeningSocket],
    _ makeService: @escaping @Sendable (_ loop: Int) -> LoopService
  ) throws(KernelError) {
    for (seat, listener) in zip(seats, listeners) {
      _ = try KernelThread(name: "http-\(seat.index)") { seat.runLoop(listener, makeService) }
    }
    for seat in seats {
      seat.started.wait(until: .never)
      if let failure = seat.startFailure { throw failure }
    }
  }
}
