import HTTP
import Kernel

/// From answers to bytes.
extension Loop {
  func answer(_ connection: Connection, _ answer: consuming Answer, _ exchange: Exchange) {
    self.answer(connection, answer, exchange, request)
  }

  func answer(
    _ connection: Connection, _ answer: consuming Answer, _ exchange: Exchange,
    _ request: Request
  ) {
    switch consume answer {
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
    beginHead(connection, exchange, response.status)
    ResponseEncoder.appendFields(
      of: response, contentLength: Int64(response.body.count), to: &output)
    lineUp(connection)
    let hasBody =
      !exchange.isHead && response.status != .noContent && response.status != .notModified
    if hasBody { append(response.body, connection) }
  }

  private func respondNotModified(
    _ connection: Connection, _ response: Response, _ exchange: Exchange
  ) {
    beginHead(connection, exchange, .notModified)
    ResponseEncoder.appendNotModifiedFields(of: response, to: &output)
    lineUp(connection)
  }

  private func respond(
    _ connection: Connection, _ prepared: PreparedResponse, _ exchange: Exchange,
    _ request: Request
  ) {
    switch request.isReading ? prepared.condition(of: request) : .holds {
    case .holds:
      beginHead(connection, exchange, prepared.status)
      lineUp(connection)
      if exchange.isHead {
        append(prepared.bytes, prepared.fields, connection)
      } else {
        appendAll(prepared, connection, exchange)
      }
    case .notModified:
      beginHead(connection, exchange, .notModified)
      lineUp(connection)
      append(prepared.bytes, prepared.notModifiedFields, connection)
    case .failed:
      respond(connection, Problem.preconditionFailed.response, exchange)
    }
  }

  private func respond(
    _ connection: Connection, _ file: FileAnswer, _ exchange: Exchange, _ request: Request
  ) {
    let plan = FilePlan(file, for: request)
    let source = OpenFile(
      FileSource(Descriptor(adopting: file.descriptor)), file.authority,
      request: exchange.request)
    beginHead(connection, exchange, plan.status)
    output += plan.fields
    lineUp(connection)
    for segment in plan.body {
      switch segment {
      case .bytes(let bytes): append(bytes, connection)
      case .file(let range): connection.sendLater(.file(source, range))
      }
    }
  }

  // MARK: Heads and bodies

  /// Begins a head with what belongs to the connection and the moment.
  func beginHead(_ connection: Connection, _ exchange: Exchange, _ status: Status) {
    counters.answered(status)
    ResponseEncoder.beginHead(
      status, date: dateLines, keepsAlive: exchange.keepsAlive,
      minorVersion: exchange.minorVersion, to: &output)
    if let ending = exchange.ending { connection.ending = ending }
    if let record = exchange.record { log(record, status, connection, exchange) }
  }

  /// What is on its way already has to be waited for: what was written since lines up behind it.
  func lineUp(_ connection: Connection) {
    guard connection.outbox != nil else { return }
    connection.sendLater(.bytes(output, 0..<output.count))
    output.removeAll(keepingCapacity: true)
  }

  /// The fields and the body. Records are made of bytes, so a file is for the clear only.
  private func appendAll(
    _ prepared: PreparedResponse, _ connection: Connection, _ exchange: Exchange
  ) {
    let range = prepared.fields.lowerBound..<prepared.bytes.count
    guard connection.tls == nil, let file = BodyFile.of(prepared) else {
      return append(prepared.bytes, range, connection)
    }
    connection.sendLater(
      .file(
        OpenFile(file.source, nil, request: exchange.request),
        Int64(range.lowerBound)..<Int64(range.upperBound)))
  }

  private func append(_ bytes: [UInt8], _ connection: Connection) {
    append(bytes, 0..<bytes.count, connection)
  }

  private func append(_ bytes: [UInt8], _ range: Range<Int>, _ connection: Connection) {
    guard !range.isEmpty else { return }
    if range.count >= PreparedResponse.largeBody || connection.outbox != nil {
      connection.sendLater(.bytes(bytes, range))
    } else {
      bytes.withUnsafeBytes { output += $0[range] }
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
