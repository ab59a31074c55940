import HTTP
import Kernel

/// Who is let in.
extension Loop {
  /// How many are let in before others have their turn.
  static let mostAtOnce = 64
  /// How many of those that are too many are still told so.
  private static let mostSurplus = 256

  static func spareDescriptor() throws(KernelError) -> Descriptor {
    try Descriptor.file(reading: "/dev/null")
  }

  func acceptConnections(atMost count: Int = Loop.mostAtOnce) {
    for _ in 0..<count {
      guard let listener else { return }
      do throws(KernelError) {
        guard case .done(let number) = try listener.accept() else { return }
        admit(Descriptor(adopting: number))
      } catch {
        refuseForWantOfDescriptors(listener, error)
        return
      }
    }
  }

  private func admit(_ socket: consuming Descriptor) {
    counters.connectionsAccepted.add(1)
    let isSurplus = !seat.admission.enter()
    if isSurplus {
      counters.connectionsRefused.add(1)
      if !wasFull { seat.configuration.log?(.full) }
      guard surplusCount < Loop.mostSurplus else { return seat.admission.leave() }
    }
    wasFull = isSurplus

    lastRegistration = lastRegistration == .max ? 1 : lastRegistration + 1
    // Fails when the peer is gone already; the first read will tell.
    let source = (try? socket.peerAddress())?.host ?? ""
    var tls: TLSSession?
    if let encryption {
      tls = encryption.makeSession()
      guard tls != nil else { return seat.admission.leave() }
    }
    let connection = Connection(socket, registration: lastRegistration, source: source, tls)
    connection.isSurplus = isSurplus
    if isSurplus { surplusCount += 1 }
    table.insert(connection)
    counters.connectionsOpen.add(1)
    do throws(KernelError) {
      try watch(connection)
    } catch {
      seat.configuration.log?(.cannotAccept(error))
      return close(connection)
    }
    settle(connection)
  }

  /// There are no descriptors left. With the one kept for this the client is let in and out, which is better than to leave it
  /// waiting in a queue that will not move.
  private func refuseForWantOfDescriptors(_ listener: ListeningSocket, _ error: KernelError) {
    seat.configuration.log?(.cannotAccept(error))
    counters.connectionsRefused.add(1)
    guard reserve != nil else { return restoreReserve() }
    reserve = nil
    if case .done(let number)? = try? listener.accept() {
      let socket = Descriptor(adopting: number)
      if seat.configuration.tls == nil {
        var bytes: [UInt8] = []
        let response = Problem.tooManyConnections.response
        ResponseEncoder.beginHead(
          response.status, date: dateLines, keepsAlive: false, minorVersion: 1, to: &bytes)
        ResponseEncoder.appendFields(
          of: response, contentLength: Int64(response.body.count), to: &bytes)
        bytes += response.body
        // A new connection has room for it; if not, there is no time to wait.
        _ = try? socket.send(bytes, 0..<bytes.count, more: false)
        try? socket.finishSending()
      }
    }
    restoreReserve()
  }

  private func restoreReserve() {
    do throws(KernelError) {
      reserve = try Loop.spareDescriptor()
    } catch {
      pauseAccepting()
    }
  }
}

extension Problem {
  /// With a header that says when to try again, in seconds.
  static var tooManyConnections: Problem {
    var problem = Problem(
      .serviceUnavailable, "too-many-connections", "There are too many connections.")
    problem.headers = [("Retry-After", "5")]
    return problem
  }
}
