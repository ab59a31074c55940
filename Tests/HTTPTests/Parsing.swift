@testable import HTTP

/// What a parser makes of a stream of requests, whatever pieces it comes in.
struct Parsing {
  /// A head in words that a test can compare.
  struct Parsed: Hashable {
    var method: String
    var path: String
    var query: [String]
    var body: BodyFraming
    var keepsAlive: Bool
    var expectsContinue: Bool
    var minorVersion: UInt8
    var headers: [String]
    var byteCount: Int
  }

  enum Outcome: Hashable {
    case incomplete
    case head(Parsed)
    case refused(ParseRefusal)
  }

  var limits = RequestLimits()

  /// The first head, when all bytes come at once.
  func whole(_ text: String) -> Outcome { whole(Array(text.utf8)) }

  func whole(_ bytes: [UInt8]) -> Outcome {
    var parser = RequestParser(limits: limits)
    var progress = RequestParser.Progress()
    return outcome(parser.parse(bytes.span.bytes, &progress), parser, bytes)
  }

  /// The first head, when the bytes come in pieces of this size.
  func pieces(of size: Int, _ bytes: [UInt8]) -> Outcome {
    var parser = RequestParser(limits: limits)
    var progress = RequestParser.Progress()
    for end in stride(from: size, to: bytes.count + size, by: size) {
      let arrived = Array(bytes.prefix(end))
      let outcome = outcome(parser.parse(arrived.span.bytes, &progress), parser, arrived)
      if outcome != .incomplete { return outcome }
    }
    return .incomplete
  }

  private func outcome(
    _ step: RequestParser.Step, _ parser: borrowing RequestParser, _ bytes: [UInt8]
  ) -> Outcome {
    switch step {
    case .incomplete: return .incomplete
    case .refused(let refusal): return .refused(refusal)
    case .head(let head):
      let request = Request()
      request.take(
        head, from: parser, bytes: bytes.span.bytes, source: "", id: 0, isSecure: false)
      return .head(
        Parsed(
          method: request.method.description, path: request.path, query: request.queryNames,
          body: head.body, keepsAlive: head.keepsAlive, expectsContinue: head.expectsContinue,
          minorVersion: head.minorVersion, headers: headers(parser, head, bytes),
          byteCount: head.byteCount))
    }
  }

  private func headers(
    _ parser: borrowing RequestParser, _ head: RequestHead, _ bytes: [UInt8]
  ) -> [String] {
    parser.fields[..<head.fieldCount].map {
      let name = String(decoding: bytes[$0.name.range], as: UTF8.self)
      return "\(name)=\(String(decoding: bytes[$0.value.range], as: UTF8.self))"
    }
  }
}
