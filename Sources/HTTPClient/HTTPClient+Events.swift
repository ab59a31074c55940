import HTTP

extension HTTPClient {
  /// Reads a stream of events until it ends or `take` returns false. One stream: whoever wants to follow on calls again with
  /// the last event's id.
  ///
  /// - Parameters:
  ///   - after: the id of the last event seen, sent as Last-Event-ID.
  ///   - patience: longer than the server's heartbeat.
  /// - Returns: how long the server asks to wait before the next call; nil when it did not say.
  @discardableResult
  package func events(
    _ target: String, after: String? = nil, patience: Duration,
    take: (ServerEvent) -> Bool
  ) throws(HTTPClientError) -> Duration? {
    var headers = [(name: "Accept", value: "text/event-stream")]
    if let after { headers.append(("Last-Event-ID", after)) }
    let request = ClientRequest(.get, target, headers: headers, patience: patience)
    var parser = EventParser(after: after ?? "")
    var refusal: [UInt8] = []
    let head = try exchange(request) { (head, piece) throws(HTTPClientError) in
      guard head.status == .ok else {
        refusal += piece
        return refusal.count <= settings.mostBody
      }
      for event in parser.take(piece) where !take(event) { return false }
      return true
    }
    _ = try ClientResponse(head: head, body: refusal).orRefused()
    return parser.retry
  }
}
