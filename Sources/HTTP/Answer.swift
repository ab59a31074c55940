/// What a handler returns, at once, on its loop. See the floor plan's "How a request flows".
package enum Answer {
  /// A response whose bytes exist.
  case now(Response)
  /// Like `now`, with the head prepared when something was published.
  case prepared(PreparedResponse)
  /// A file: the server works out conditions, ranges and HEAD, and sends it by `sendfile`.
  case file(FileAnswer)
  /// Work that may wait. The closure runs at once, on the loop; it hands the completion to whoever does the work.
  case later((Completion) -> Void)
  /// The connection becomes a subscriber (server-sent events).
  case stream(StreamAnswer)
  /// The answer is given when there is something to say, or when the time is over (a long poll).
  case wait(WaitAnswer)
}

/// A response with a complete body. The server adds Date, Content-Length and Connection, leaves the body out for HEAD,
/// and answers 304 by itself when `etag` matches If-None-Match on GET or HEAD with status 200.
package struct Response: Sendable {
  package var status: Status
  /// In order, names as they go on the wire; values without CR, LF or NUL (checked: a bad one traps).
  package var headers: [(name: StaticString, value: String)]
  package var body: [UInt8]
  /// A strong entity tag with its quotes, as `"3f2a"`.
  package var etag: String?

  package init(
    _ status: Status, headers: [(name: StaticString, value: String)] = [], body: [UInt8] = [],
    etag: String? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.etag = etag
  }
  /// A JSON body (`application/json`), never stored by caches.
  package static func json(_ status: Status = .ok, _ body: [UInt8], etag: String? = nil) -> Response
  {
    Response(
      status,
      headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
      body: body, etag: etag)
  }
}

/// A file to send. The server owns the descriptor from now on and closes it.
package struct FileAnswer {
  package var descriptor: Int32
  package var length: Int64
  package var contentType: String
  /// Strong, with quotes; compared by If-None-Match and If-Range.
  package var etag: String
  package var headers: [(name: StaticString, value: String)]
  /// Asked before each piece is sent; when it no longer holds the connection is closed in the middle of the body.
  package var authority: Authority?

  package init(
    descriptor: Int32, length: Int64, contentType: String, etag: String,
    headers: [(name: StaticString, value: String)] = [], authority: Authority? = nil
  ) {
    self.descriptor = descriptor
    self.length = length
    self.contentType = contentType
    self.etag = etag
    self.headers = headers
    self.authority = authority
  }
}

/// Where the result of later work goes: any thread, exactly once (a second call is ignored; a completion that is
/// dropped without a call answers 500). Implemented by the server.
package final class Completion: Sendable {
  private let deliver: @Sendable (Response) -> Void
  package init(deliver: @escaping @Sendable (Response) -> Void) { self.deliver = deliver }
  package func finish(_ response: Response) { deliver(response) }
}

/// A subscription to server-sent events. All of it belongs to the connection's loop.
package struct StreamAnswer {
  /// Where reading starts: the cursor after which events are wanted (Last-Event-ID).
  package var cursor: Int64
  package var headers: [(name: StaticString, value: String)]
  package var authority: Authority
  /// Up to some dozen events after the cursor, oldest first, on the loop; empty when there are none. The server calls it at
  /// the start, when the feed was poked (`StreamFeed.poke`), and again after a full batch, never while the peer is not reading.
  package var next: (_ after: Int64) -> [StreamEvent]
  /// Whom a poke must name to wake this stream.
  package var topic: UInt64

  package init(
    cursor: Int64, topic: UInt64, authority: Authority,
    headers: [(name: StaticString, value: String)] = [],
    next: @escaping (_ after: Int64) -> [StreamEvent]
  ) {
    self.cursor = cursor
    self.topic = topic
    self.authority = authority
    self.headers = headers
    self.next = next
  }
}

/// One server-sent event. `id` is the cursor after it.
package struct StreamEvent: Sendable {
  package let id: Int64
  package let kind: String
  /// One line of JSON.
  package let data: [UInt8]
  package init(id: Int64, kind: String, data: [UInt8]) {
    self.id = id
    self.kind = kind
    self.data = data
  }
}

/// How other threads tell the loops that there is something new. Implemented by the server.
package protocol StreamFeed: Sendable {
  /// Wakes the streams of `topic`; nil wakes all. Also wakes them to ask their authority again. Any thread.
  func poke(topic: UInt64?)
}
