import HTTP
import Kernel

/// What an answer must know of its request when the request's bytes are gone.
struct Exchange {
  /// `Request.id`.
  let request: UInt64
  let isHead: Bool
  let minorVersion: UInt8
  /// Whether the connection stays open behind the answer, as far as the client is concerned.
  let clientKeepsAlive: Bool
  /// We close behind the answer, whatever the client wants.
  var serverCloses = false
  /// Only when answers are logged.
  var record: RecordDraft?

  /// Of a request that could not be read.
  static var unknown: Exchange {
    Exchange(
      request: 0, isHead: false, minorVersion: 1, clientKeepsAlive: false)
  }

  var keepsAlive: Bool { clientKeepsAlive && !serverCloses }

  /// How the connection ends behind the answer; nil when it stays.
  var ending: Ending? { serverCloses ? .lingering : clientKeepsAlive ? nil : .atOnce }
}

/// What the access log will want to know.
final class RecordDraft {
  let source: String
  let method: Method
  let path: String
  let began: MonotonicTime

  init(_ request: Request, began: MonotonicTime) {
    source = request.source
    method = request.method
    path = request.path
    self.began = began
  }
}

/// A request whose body has not come whole, in an object of its own: the loop's is for requests that are answered at once.
final class IncomingBody {
  let request: Request
  let route: Int
  let exchange: Exchange
  let limit: Int
  var framing: Framing
  var bytes: [UInt8] = []

  enum Framing {
    /// So many bytes are to come.
    case length(Int)
    case chunked(ChunkedDecoder)
  }

  init(_ request: Request, route: Int, limit: Int, _ exchange: Exchange, _ framing: Framing) {
    self.request = request
    self.route = route
    self.limit = limit
    self.exchange = exchange
    self.framing = framing
  }
}

/// An open stream of server-sent events.
final class Subscription {
  /// `Request.id`.
  let request: UInt64
  /// HTTP/1.0 knows no chunks: there the body ends with the connection.
  let isChunked: Bool
  /// There may be events behind the cursor.
  var mayHaveMore = true
  let topic: UInt64
  let authority: Authority
  let next: (_ after: Int64) -> [StreamEvent]
  var cursor: Int64

  init(_ answer: StreamAnswer, _ exchange: Exchange) {
    request = exchange.request
    isChunked = exchange.minorVersion > 0
    topic = answer.topic
    authority = answer.authority
    next = answer.next
    cursor = answer.cursor
  }
}

/// A request that waits for something to say.
final class LongPoll {
  let answer: WaitAnswer
  let exchange: Exchange

  init(_ answer: WaitAnswer, _ exchange: Exchange) {
    self.answer = answer
    self.exchange = exchange
  }
}
