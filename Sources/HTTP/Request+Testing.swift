extension Request {
  /// For tests of routes without a server. The request is written down and parsed, so it must be one that the server would take.
  ///
  /// - Parameter parameters: what the route's pattern would have captured.
  package static func testing(
    _ method: Method, _ target: String, headers: [(String, String)] = [], body: [UInt8] = [],
    parameters: [String: String] = [:]
  ) -> Request {
    var text = "\(method) \(target) HTTP/1.1\r\n"
    if !headers.contains(where: { $0.0.lowercased() == "host" }) { text += "Host: localhost\r\n" }
    if !body.isEmpty { text += "Content-Length: \(body.count)\r\n" }
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    let bytes = Array((text + "\r\n").utf8)

    var parser = RequestParser(limits: RequestLimits())
    var progress = RequestParser.Progress()
    let request = Request()
    guard case .head(let head) = parser.parse(bytes.span.bytes, &progress) else {
      preconditionFailure("no server would take this request: \(method) \(target) \(headers)")
    }
    request.take(
      head, from: parser, bytes: bytes.span.bytes, source: "127.0.0.1", id: 1, isSecure: false)
    request.take(body: body)
    request.capture(parameters)
    return request
  }
}
