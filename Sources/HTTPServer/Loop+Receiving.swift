import HTTP
import Kernel

/// From bytes to requests.
extension Loop {
  /// Reads once, and takes as many requests from what came as may be answered now.
  func receive(_ connection: Connection, _ effort: inout Effort) -> Step {
    var end = restoreInbox(connection)
    if connection.mayRead, end < input.count { end += read(connection, from: end) }
    guard connection.isOpen else { return .waits }

    var at = 0
    while at < end, connection.isReceiving, connection.outbox == nil,
      output.count < Loop.fullOutput, !effort.isSpent
    {
      guard let taken = take(connection, at..<end, &effort) else { break }
      at += taken
    }
    if at < end { connection.inbox = input.copy(at..<end) }

    guard connection.isReceiving, connection.outbox == nil, output.isEmpty, !effort.isSpent else {
      return .goesOn
    }
    if connection.mayRead { return .goesOn }
    // Half a request, or none: there is nobody to tell.
    if connection.peerFinished { close(connection) }
    return .waits
  }

  /// Puts what was left over at the front of the input again.
  private func restoreInbox(_ connection: Connection) -> Int {
    let inbox = connection.inbox
    guard !inbox.isEmpty else { return 0 }
    connection.inbox = []
    input.put(inbox)
    return inbox.count
  }

  private func read(_ connection: Connection, from start: Int) -> Int {
    guard let tls = connection.tls else { return readSocket(connection, from: start) }
    if let count = tls.read(connection, into: input.rest(from: start)) { return count }
    close(connection)
    return 0
  }

  /// - Returns: how many bytes came. The connection's flags tell the rest; it is closed when reading fails.
  func readSocket(_ connection: Connection, from start: Int) -> Int {
    do throws(KernelError) {
      let room = input.count - start
      switch try connection.socket.receive(into: input.rest(from: start)) {
      case .wouldBlock: connection.mayRead = false
      case .done(0):
        connection.mayRead = false
        connection.peerFinished = true
      case .done(let count):
        // Less than there was room for is all there was: more will be told by another event. The peer's end may have been told
        // together with its last bytes, so that one is read for.
        if count < room, !connection.peerFinishes { connection.mayRead = false }
        return count
      }
    } catch {
      // Reset, or unreachable: whatever it is, nobody is there.
      close(connection)
    }
    return 0
  }

  /// One head, or a piece of a body.
  /// - Returns: how many bytes were taken; nil when a head is not whole.
  private func take(
    _ connection: Connection, _ range: Range<Int>, _ effort: inout Effort
  ) -> Int? {
    if case .receivingBody(let body) = connection.phase {
      return take(connection, body, range)
    }
    var progress = connection.progress
    let place = input.place(range)
    let step = parser.parse(place.bytes, &progress)
    connection.progress = progress
    switch step {
    case .incomplete: return nil
    case .refused(let refusal):
      seat.configuration.log?(.refused(refusal, source: connection.source))
      refuse(connection, refusal.problem)
      return range.count
    case .head(let head):
      effort.addRequest()
      return head.byteCount + take(connection, head, range)
    }
  }

  /// - Returns: how many bytes of a body were taken behind the head.
  private func take(_ connection: Connection, _ head: RequestHead, _ range: Range<Int>) -> Int {
    connection.isNew = false
    connection.patience = .none
    requestCount += 1
    let place = input.place(range)
    counters.requests.add(1)
    request.take(
      head, from: parser, bytes: place.bytes, source: connection.source,
      id: UInt64(seat.index) << 48 | requestCount, isSecure: seat.configuration.tls != nil)
    if seat.configuration.trustedProxies > 0 {
      ProxyChain.nameClient(of: request, trusted: seat.configuration.trustedProxies)
    }

    var exchange = Exchange(
      request: request.id, isHead: head.method == .head, minorVersion: head.minorVersion,
      clientKeepsAlive: head.keepsAlive)
    exchange.serverCloses = drainEnds != nil
    if seat.configuration.logsAnswers { exchange.record = RecordDraft(request, began: now) }

    guard let route = findRoute(connection, head, exchange) else { return 0 }
    guard head.body != .none else {
      answer(connection, routes.routes[route].handler(request), exchange)
      return 0
    }
    let rest = range.lowerBound + head.byteCount..<range.upperBound
    return beginBody(connection, head, route, exchange, rest)
  }
}

// MARK: - Bodies

extension Loop {
  /// - Parameter range: what came behind the head already.
  private func beginBody(
    _ connection: Connection, _ head: RequestHead, _ route: Int, _ exchange: Exchange,
    _ range: Range<Int>
  ) -> Int {
    let limit = routes.routes[route].bodyLimit
    if case .length(let length) = head.body, length <= Int64(range.count) {
      let end = range.lowerBound + Int(length)
      request.take(body: input.copy(range.lowerBound..<end))
      answer(connection, routes.routes[route].handler(request), exchange)
      return Int(length)
    }
    if let refusal = routes.routes[route].refusal(request) {
      var exchange = exchange
      exchange.serverCloses = true
      answer(connection, refusal, exchange)
      return 0
    }
    if head.expectsContinue, range.isEmpty { ResponseEncoder.appendContinue(to: &output) }
    let framing: IncomingBody.Framing =
      if case .length(let length) = head.body {
        .length(Int(length))
      } else {
        .chunked(ChunkedDecoder())
      }
    let body = IncomingBody(request, route: route, limit: limit, exchange, framing)
    request = Request()
    connection.phase = .receivingBody(body)
    return range.isEmpty ? 0 : take(connection, body, range)
  }

  private func take(_ connection: Connection, _ body: IncomingBody, _ range: Range<Int>) -> Int {
    let before = body.bytes.count
    var taken = range.count
    var isWhole = false
    switch body.framing {
    case .length(let missing):
      taken = min(missing, range.count)
      body.bytes += input.place(range.lowerBound..<range.lowerBound + taken)
      body.framing = .length(missing - taken)
      isWhole = missing == taken
    case .chunked(var decoder):
      let place = input.place(range)
      let step = decoder.decode(place.bytes, into: &body.bytes, limit: body.limit)
      switch step {
      case .more: body.framing = .chunked(decoder)
      case .finished(let consumed):
        taken = consumed
        isWhole = true
      case .refused(let refusal):
        bodyBytesInFlight += body.bytes.count - before
        seat.configuration.log?(.refused(refusal, source: connection.source))
        refuse(connection, refusal.problem)
        return taken
      }
    }
    connection.pace.bytes += taken
    bodyBytesInFlight += body.bytes.count - before

    if isWhole {
      leavePhase(connection)
      connection.phase = .receivingHead
      connection.patience = .none
      body.request.take(body: body.bytes)
      body.bytes = []
      var exchange = body.exchange
      if drainEnds != nil { exchange.serverCloses = true }
      let handler = routes.routes[body.route].handler
      answer(connection, handler(body.request), exchange, body.request)
    } else if bodyBytesInFlight > limits.bodiesInFlightBytes {
      refuse(connection, Problem.tooManyBodies)
    }
    return taken
  }
}

extension Problem {
  static var tooManyBodies: Problem {
    var problem = Problem(
      .serviceUnavailable, "too-many-bodies", "Too much is being sent to this server at once.")
    problem.headers = [("Retry-After", "5")]
    return problem
  }
}
