import HTTP
import Kernel

/// From answers to bytes.
extension Loop {
  /// Bodies from here on are sent from where they lie instead of being copied behind their head.
  private static let largeBody = 16 << 10

  func answer(_ connection: Connection, _ answer: Answer, _ exchange: Exchange) {
    self.answer(connection, answer, exchange, request)
  }

  func answer(
    _ connection: Connection, _ answer: Answer, _ exchange: Exchange, _ request: Request
  ) {
    switch answer {
    case .now(let response):
      switch condition(response, request) {
      case .holds: respond(connection, response, exchange)
      case .notModified: respondNotModified(connection, response, exchange)
      case .failed: respond(connection, Problem.preconditionFailed.response, exchange)
      }
    case .prepared(let prepared): respond(connection, prepared, exchange, request)
    case .file(let file): respond(connection, file, exchange, request)
    case .later(let work):
      connection.phase = .working(exchange)
      let later = LaterRequest(connection: connection.key, request: exchange.request)
      let ticket = CompletionTicket(later, seat.mailbox)
      work(Completion { ticket.deliver($0) })
    case .stream(let stream): open(connection, stream, exchange)
    case .wait(let wait): open(connection, wait, exchange)
    }
  }

  private func condition(_ response: Response, _ request: Request) -> Condition {
    guard let etag = response.etag, response.status == .ok, request.isReading else {
      return .holds
    }
    return Condition(request, etag: etag)
  }

  // MARK: Responses

  func respond(_ connection: Connection, _ response: Response, _ exchange: Exchange) {
    ResponseEncoder.append(
      response, contentLength: Int64(response.body.count), to: &output)
    endHead(connection, exchange, response.status)
    let hasBody =
      !exchange.isHead && response.status != .noContent && response.status != .notModified
    if hasBody { append(response.body, connection) }
  }

  private func respondNotModified(
    _ connection: Connection, _ response: Response, _ exchange: Exchange
  ) {
    ResponseEncoder.appendNotModified(response, to: &output)
    endHead(connection, exchange, .notModified)
  }

  private func respond(
    _ connection: Connection, _ prepared: PreparedResponse, _ exchange: Exchange,
    _ request: Request
  ) {
    if let etag = prepared.etag, let notModified = prepared.notModifiedHead,
      prepared.status == .ok, request.isReading
    {
      switch Condition(request, etag: etag) {
      case .holds: break
      case .notModified:
        output += notModified
        return endHead(connection, exchange, .notModified)
      case .failed:
        return respond(connection, Problem.preconditionFailed.response, exchange)
      }
    }
    output += prepared.head
    endHead(connection, exchange, prepared.status)
    if !exchange.isHead { append(prepared.body, connection) }
  }

  private func respond(
    _ connection: Connection, _ file: FileAnswer, _ exchange: Exchange, _ request: Request
  ) {
    let plan = FilePlan(file, for: request)
    let source = OpenFile(
      Descriptor(adopting: file.descriptor), file.authority, request: exchange.request)
    output += plan.head
    endHead(connection, exchange, plan.status)
    for segment in plan.body {
      switch segment {
      case .bytes(let bytes): append(bytes, connection)
      case .file(let range): connection.sendLater(.file(source, range))
      }
    }
  }

  /// Ends a head with what belongs to the connection and the moment.
  func endHead(_ connection: Connection, _ exchange: Exchange, _ status: Status) {
    counters.answered(status)
    ResponseEncoder.endHead(
      date: dateLines, keepsAlive: exchange.keepsAlive, minorVersion: exchange.minorVersion,
      to: &output)
    if let ending = exchange.ending { connection.ending = ending }
    // What is sent already has to be waited for: this comes behind it.
    if connection.outbox != nil {
      connection.sendLater(.bytes(output, from: 0))
      output.removeAll(keepingCapacity: true)
    }
    if let record = exchange.record { log(record, status, connection, exchange) }
  }

  private func append(_ body: [UInt8], _ connection: Connection) {
    guard !body.isEmpty else { return }
    if body.count >= Loop.largeBody || connection.outbox != nil {
      connection.sendLater(.bytes(body, from: 0))
    } else {
      output += body
    }
  }

  private func log(
    _ draft: RecordDraft, _ status: Status, _ connection: Connection, _ exchange: Exchange
  ) {
    seat.configuration.log?(
      .answered(
        AnswerRecord(
          request: exchange.request, source: draft.source, method: draft.method, path: draft.path,
          status: status, duration: MonotonicTime.now - draft.began)))
  }
}

// MARK: - Later

extension Loop {
  /// The work of `Answer.later` is done, or was given up.
  func finishWork(_ later: LaterRequest, _ response: Response?) {
    guard let connection = table[later.connection],
      case .working(let exchange) = connection.phase, exchange.request == later.request
    else { return }
    if response == nil { seat.configuration.log?(.unanswered(request: later.request)) }
    deliver(connection, response ?? Problem.gaveUp.response, exchange)
    takeTurn(connection)
  }

  /// It takes too long. Its result may come yet, and then nobody will be there.
  func giveUpWork(_ connection: Connection) {
    guard case .working(var exchange) = connection.phase else { return }
    seat.configuration.log?(.unanswered(request: exchange.request))
    exchange.serverCloses = true
    deliver(connection, Problem.takesTooLong.response, exchange)
  }

  /// The response of a request that had to wait.
  func deliver(_ connection: Connection, _ response: Response, _ exchange: Exchange) {
    var exchange = exchange
    if drainEnds != nil { exchange.serverCloses = true }
    leavePhase(connection)
    connection.phase = .receivingHead
    connection.patience = .none
    respond(connection, response, exchange)
  }
}

extension Request {
  /// GET or HEAD, which conditions on an entity tag are answered for.
  fileprivate var isReading: Bool { method == .get || method == .head }
}

extension Problem {
  fileprivate static var preconditionFailed: Problem {
    Problem(.preconditionFailed, "precondition-failed", "The resource is not the one you named.")
  }

  fileprivate static var gaveUp: Problem {
    Problem(.internalServerError, "internal-error", "The server could not answer.")
  }

  fileprivate static var takesTooLong: Problem {
    var problem = Problem(
      .serviceUnavailable, "takes-too-long", "The answer takes longer than it may.")
    problem.headers = [("Retry-After", "5")]
    return problem
  }
}
