import HTTP
import Kernel

/// Streams and long polls: connections that wait for something to say.
extension Loop {
  // MARK: Streams

  func open(_ connection: Connection, _ answer: StreamAnswer, _ exchange: Exchange) {
    var exchange = exchange
    let isChunked = exchange.minorVersion > 0
    if !isChunked { exchange.serverCloses = true }
    beginHead(connection, exchange, .ok)
    if isChunked { ResponseEncoder.append("Transfer-Encoding: chunked\r\n", to: &output) }
    ResponseEncoder.appendFields(
      of: Response(.ok, headers: EventStream.headers + answer.headers), contentLength: nil,
      to: &output)
    lineUp(connection)
    guard !exchange.isHead else { return }
    connection.ending = nil
    let stream = Subscription(answer, exchange)
    connection.phase = .streaming(stream)
    topics.insert(connection.key, topic: stream.topic)
    counters.streamsOpen.add(1)
    guard drainEnds == nil else { return endStream(connection, stream) }
    EventStream.appendRetry(milliseconds: EventStream.retry, isChunked: isChunked, to: &output)
  }

  /// Sends what is new, a batch at a time: the next is asked for when this one has left.
  func pump(_ connection: Connection, _ stream: Subscription, _ effort: inout Effort) -> Step {
    guard stream.mayHaveMore else { return .waits }
    guard mayGoOn(connection, stream) else { return .goesOn }
    let events = stream.next(stream.cursor)
    guard !events.isEmpty else {
      stream.mayHaveMore = false
      return .waits
    }
    for event in events {
      guard mayGoOn(connection, stream) else { break }
      EventStream.append(event, isChunked: stream.isChunked, to: &output)
      stream.cursor = event.id
    }
    connection.patience = .none
    effort.addRequest()
    return .goesOn
  }

  /// Asked before every event: when the authority has ended, so has the stream.
  private func mayGoOn(_ connection: Connection, _ stream: Subscription) -> Bool {
    guard !stream.authority.stillHolds() else { return true }
    seat.configuration.log?(.authorityEnded(request: stream.request))
    if connection.outbox == nil {
      endStream(connection, stream)
    } else {
      // What waits there was written under an authority that is over.
      close(connection)
    }
    return false
  }

  /// Ends it in a way that the peer can tell from a broken connection.
  private func endStream(_ connection: Connection, _ stream: Subscription) {
    if stream.isChunked { ResponseEncoder.appendLastChunk(to: &output) }
    lineUp(connection)
    leavePhase(connection)
    connection.phase = .receivingHead
    connection.ending = .lingering
  }

  /// A sign of life after a long silence; it also finds peers that are gone, and authorities that nobody poked about.
  func beat(_ connection: Connection) {
    guard case .streaming(let stream) = connection.phase, mayGoOn(connection, stream) else {
      return
    }
    EventStream.appendHeartbeat(isChunked: stream.isChunked, to: &output)
  }

  // MARK: Long polls

  func open(_ connection: Connection, _ answer: WaitAnswer, _ exchange: Exchange) {
    if let response = drainEnds == nil ? answer.ready() : answer.timeIsUp() {
      return respond(connection, response, exchange)
    }
    connection.phase = .waiting(LongPoll(answer, exchange))
    topics.insert(connection.key, topic: answer.topic)
  }

  func endLongPoll(_ connection: Connection) {
    guard case .waiting(let poll) = connection.phase else { return }
    let holds = poll.answer.authority.stillHolds()
    deliver(connection, holds ? poll.answer.timeIsUp() : poll.answer.refused, poll.exchange)
  }

  // MARK: News

  /// Authorities are asked at once, for all of them; what is new is sent in turns.
  func poke(_ pokes: Pokes) {
    for key in topics.listeners(of: pokes) {
      guard let connection = table[key] else { continue }
      switch connection.phase {
      case .streaming(let stream):
        stream.mayHaveMore = true
        if mayGoOn(connection, stream) {
          resumeSoon(connection)
        } else {
          takeTurn(connection)
        }
      case .waiting(let poll):
        let holds = poll.answer.authority.stillHolds()
        if let response = holds ? poll.answer.ready() : poll.answer.refused {
          deliver(connection, response, poll.exchange)
          takeTurn(connection)
        }
      case .handshaking, .receivingHead, .receivingBody, .working, .lingering: break
      }
    }
  }

  // MARK: The end

  /// No new connections; what is running may finish; who waits is told to come again.
  func beginDrain(until end: MonotonicTime) {
    guard drainEnds == nil else { return }
    // Who waits to be let in may have sent a request already.
    acceptConnections(atMost: limits.connections)
    stopAccepting()
    drainEnds = end
    for connection in table.all {
      switch connection.phase {
      case .streaming(let stream):
        if connection.outbox == nil {
          EventStream.appendRetry(
            milliseconds: EventStream.spreadRetry(connection.key), isChunked: stream.isChunked,
            to: &output)
        }
        endStream(connection, stream)
      case .waiting: endLongPoll(connection)
      case .handshaking, .receivingHead, .receivingBody, .working, .lingering: break
      }
      // A request that has just come is still answered, so it is looked for.
      connection.mayRead = true
      connection.socketIsDry = false
      takeTurn(connection)
      if connection.isOpen, connection.isIdle { close(connection) }
    }
  }
}

extension Connection {
  fileprivate var isIdle: Bool {
    guard case .receivingHead = phase else { return false }
    return inbox.isEmpty && outbox == nil && ending == nil
  }
}
