import HTTP
import Kernel

/// One connection's turn.
extension Loop {
  /// Goes on with a connection until it waits for its peer or for work, or has had its share.
  func takeTurn(_ connection: Connection) {
    var effort = Effort()
    while connection.isOpen {
      guard case .goesOn = push(connection, &effort) else { break }
      if effort.isSpent {
        resumeSoon(connection)
        break
      }
      guard case .goesOn = advance(connection, &effort) else { break }
    }
    if connection.isOpen { settle(connection) }
  }

  /// What there is to do when all is sent.
  private func advance(_ connection: Connection, _ effort: inout Effort) -> Step {
    if let ending = connection.ending {
      finish(connection, ending)
      return .goesOn
    }
    switch connection.phase {
    case .handshaking: return shakeHands(connection)
    case .receivingHead, .receivingBody: return receive(connection, &effort)
    case .working, .waiting: return .waits
    case .streaming(let stream): return pump(connection, stream, &effort)
    case .lingering: return discardInput(connection)
    }
  }

  /// All is said.
  private func finish(_ connection: Connection, _ ending: Ending) {
    if let tls = connection.tls {
      tls.sayGoodbye()
      flushRecords(connection)
      guard connection.isOpen else { return }
    }
    switch ending {
    case .atOnce where connection.inbox.isEmpty: close(connection)
    case .atOnce, .lingering:
      connection.ending = nil
      connection.inbox = []
      leavePhase(connection)
      connection.phase = .lingering
      connection.mayRead = true
      // It fails when the peer is gone, which the next read tells.
      try? connection.socket.finishSending()
    }
  }

  /// Reads what nobody will look at, until the peer has finished too.
  private func discardInput(_ connection: Connection) -> Step {
    // A peer that sends faster than this is left to its deadline.
    for _ in 0..<16 {
      guard connection.mayRead else { return .waits }
      _ = readSocket(connection, from: 0)
      if connection.peerFinished { close(connection) }
      guard connection.isOpen else { return .waits }
    }
    resumeSoon(connection)
    return .waits
  }

  /// Sets the deadline of what the connection waits for now. Where it waits for the same as before, the clock runs on.
  func settle(_ connection: Connection) {
    let patience = patience(of: connection)
    guard patience != connection.patience || patience == .idle else { return }
    connection.patience = patience
    switch patience {
    case .none: break
    case .head: setDeadline(connection, now + limits.headerTimeout)
    case .idle: setDeadline(connection, idleDeadline)
    case .body:
      connection.pace = Pace()
      setDeadline(connection, now + limits.bodyTimeout)
    case .reading:
      connection.pace = Pace(unconfirmed: unconfirmedBytes(connection))
      setDeadline(connection, now + limits.writeTimeout)
    case .work: setDeadline(connection, now + limits.answerTimeout)
    case .heartbeat: setDeadline(connection, now + limits.heartbeat)
    case .longPoll:
      if case .waiting(let poll) = connection.phase {
        setDeadline(connection, now + poll.answer.longest)
      }
    case .farewell: setDeadline(connection, now + limits.lingering)
    }
  }

  private func patience(of connection: Connection) -> Patience {
    if connection.outbox != nil { return .reading }
    switch connection.phase {
    case .handshaking: return .head
    case .receivingHead:
      return connection.inbox.isEmpty && !connection.isNew ? .idle : .head
    case .receivingBody: return .body
    case .working: return .work
    case .streaming: return .heartbeat
    case .waiting: return .longPoll
    case .lingering: return .farewell
    }
  }

  /// 0 when the kernel does not say: the socket is then failing in other ways.
  private func unconfirmedBytes(_ connection: Connection) -> Int {
    (try? connection.socket.unconfirmedBytes()) ?? 0
  }
}

// MARK: - Too slow

extension Loop {
  /// The time for what the connection waits for is over.
  func expire(_ connection: Connection) {
    let patience = connection.patience
    connection.patience = .none
    switch patience {
    case .none: break
    case .head where connection.inbox.isEmpty, .idle, .farewell: return close(connection)
    case .head:
      tooSlow(connection, .head)
      refuse(connection, Problem.requestTooSlow)
    case .body:
      guard !isFastEnough(connection.pace.bytes, over: limits.bodyTimeout) else { break }
      tooSlow(connection, .body)
      refuse(connection, Problem.requestTooSlow)
    case .reading:
      let unconfirmed = unconfirmedBytes(connection)
      let read = connection.pace.bytes + connection.pace.unconfirmed - unconfirmed
      guard isFastEnough(read, over: limits.writeTimeout) else {
        tooSlow(connection, .reading)
        return close(connection)
      }
    case .work: giveUpWork(connection)
    case .heartbeat: beat(connection)
    case .longPoll: endLongPoll(connection)
    }
    takeTurn(connection)
  }

  private func isFastEnough(_ bytes: Int, over time: Duration) -> Bool {
    let nanoseconds = Double(time.wholeNanoseconds)
    return Double(bytes) * 1e9 >= Double(limits.slowestBytesPerSecond) * nanoseconds
  }

  private func tooSlow(_ connection: Connection, _ slowness: Slowness) {
    seat.configuration.log?(.tooSlow(slowness, source: connection.source))
  }
}

extension Problem {
  static var requestTooSlow: Problem {
    Problem(.requestTimeout, "request-too-slow", "The request took too long to arrive.")
  }
}
