import HTTP
import Kernel

/// One client's connection, from accept to close. All of it belongs to its loop.
///
/// An idle one costs this object, a place in the table and an entry of the deadline queue. What comes and goes (bytes of a head that is
/// not whole, a body, what the peer has not read yet) is held only while it lasts.
final class Connection {
  let socket: Descriptor
  let key: ConnectionKey
  /// The peer's address in canonical text; empty when it was gone before we asked.
  let source: String

  /// Nil in the clear.
  let tls: TLSSession?

  var phase: Phase
  /// Bytes that came before it was their turn: the beginning of a head, or requests behind one that is not answered yet.
  var inbox: [UInt8] = []
  var progress = RequestParser.Progress()
  /// What is to be sent as soon as the peer takes it.
  var outbox: [Segment] = []
  /// Set when the connection ends behind what is in the outbox.
  var ending: Ending?

  var patience = Patience.none
  var deadline = MonotonicTime.never
  /// When the deadline queue will name this connection; its other entries are stale.
  var queuedDeadline = MonotonicTime.never
  var pace = Pace()

  var isOpen = true
  /// Bytes may be waiting in the kernel: set by an event, cleared by a read that found less than it asked for.
  var mayRead = false
  /// The same for records, which may be here before they can be read. Only with TLS.
  var socketIsDry = false
  /// The peer will send no more; what it sent may still have to be read.
  var peerFinishes = false
  /// All that the peer sent was read.
  var peerFinished = false
  /// No request has come yet.
  var isNew = true
  /// It is one too many: its request is answered 503.
  var isSurplus = false
  /// Its turn comes again without an event.
  var isResumed = false

  init(
    _ socket: consuming Descriptor, registration: UInt32, source: String, _ tls: TLSSession?
  ) {
    key = ConnectionKey(descriptor: socket.number, registration: registration)
    self.socket = socket
    self.source = source
    self.tls = tls
    phase = tls == nil ? .receivingHead : .handshaking
  }

  var isReceiving: Bool {
    switch phase {
    case .receivingHead, .receivingBody: ending == nil
    case .handshaking, .working, .streaming, .waiting, .lingering: false
    }
  }
}

/// What a connection is doing.
enum Phase {
  case handshaking
  /// Between requests, or within a head.
  case receivingHead
  case receivingBody(IncomingBody)
  /// `Answer.later` has not answered.
  case working(Exchange)
  case streaming(Subscription)
  case waiting(LongPoll)
  /// We have said our last word, and read on only so that the peer hears it.
  case lingering
}

/// How a connection ends when all is sent.
enum Ending {
  /// The peer expects it.
  case atOnce
  /// The peer may still be sending: closing now would reset the connection, and our answer with it.
  case lingering
}

/// What a connection's deadline is for.
enum Patience {
  case none, head, body, idle, reading, work, heartbeat, longPoll, farewell
}

/// How much moved since a body or the peer's reading was last looked at.
struct Pace {
  var bytes = 0
  /// What the peer had not confirmed when this pace began.
  var unconfirmed = 0
}

/// Something to send.
enum Segment {
  /// From an offset on.
  case bytes([UInt8], from: Int)
  /// The same, encrypted already.
  case records([UInt8], from: Int)
  case file(OpenFile, Range<Int64>)
}

/// A file that is being sent, and what it is sent under.
final class OpenFile {
  let descriptor: Descriptor
  let authority: Authority?
  let request: UInt64

  init(_ descriptor: consuming Descriptor, _ authority: Authority?, request: UInt64) {
    self.descriptor = descriptor
    self.authority = authority
    self.request = request
  }
}
