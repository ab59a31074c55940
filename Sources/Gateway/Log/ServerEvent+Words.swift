import AccountSession
import HTTP
import HTTPServer
import JSON

/// What the server tells, in words. Its sources are addresses of machines; what they asked for is not told, but for the path.
extension ServerEvent {
  func write(to log: Log) {
    switch self {
    case .answered(let answer):
      log.write(
        .debug, "http.answered",
        "\(answer.method) \(Token.hidden(in: answer.path)) \(answer.status.rawValue)",
        [
          ("request", .integer(Int64(truncatingIfNeeded: answer.request))),
          ("source", .string(answer.source)),
          ("microseconds", .integer(answer.duration.wholeMicroseconds)),
        ])
    case .refused(let refusal, let source):
      log.write(
        .info, "http.refused", "a request was refused as malformed",
        [("reason", .string("\(refusal)")), ("source", .string(source))])
    case .tooSlow(let slowness, let source):
      log.write(
        .info, "http.slow", "a client was too slow and was let go",
        [("at", .string("\(slowness)")), ("source", .string(source))])
    case .handshakeFailed(let reason, let source):
      log.write(
        .info, "http.handshake", "a client and the gateway did not agree on TLS",
        [("reason", .string(reason)), ("source", .string(source))])
    case .full:
      log.write(
        .warning, "http.full", "there are as many connections as there may be; more get 503")
    case .cannotAccept(let error):
      log.write(.error, "http.accept", "a connection could not be taken: \(error)")
    case .fileEnded(let request):
      log.write(
        .error, "http.file", "a file is shorter than it should be", [Self.number(request)])
    case .unanswered(let request):
      log.write(
        .error, "http.unanswered", "a request was not answered in time", [Self.number(request)])
    case .authorityEnded(let request):
      log.write(
        .info, "http.cut", "an answer was cut off: what it was served under has ended",
        [Self.number(request)])
    }
  }

  private static func number(_ request: UInt64) -> (name: String, value: JSONValue) {
    ("request", .integer(Int64(truncatingIfNeeded: request)))
  }
}

extension Duration {
  fileprivate var wholeMicroseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }
}
