import HTTP
import Kernel

/// One client's connection, from accept to close. All of it belongs to its loop.
///
/// An idle one costs this object, a place in the table and an entry of the deadline queue. What comes and goes (bytes of a head that is
/// not whole, a body, what the peer has not read yet) is held only while it lasts.
final class Connection {
  // Small fields stand together, so that an idle connection takes nine lines of sixteen bytes.

  let socket: Descriptor
  private let registration: UInt32
  var progress = RequestParser.Progress()
  /// Set when the connection ends behind what is in the outbox.
  @exclusivity(unchecked) var ending: Ending?
  @exclusivity(unchecked) var patience = Patience.none
  var isOpen = true
  /// Bytes may be waiting in the kernel: set by an event, cleared by a read that found less than it asked for.
  @exclusivity(unchecked) var mayRead = false
  /// The same for records, which may be here before they can be read. Only with TLS.
  var socketIsDry = false
  /// The peer will send no more; what it sent may still have to be read.
  @exclusivity(unchecked) var peerFinishes = false
  /// All that the peer sent was read.
  var peerFinished = false
  /// No request has come yet.
  var isNew = true
  /// It is one too many: its request is answered 503.
  var isSurplus = false
  /// Its turn comes again without an event.
  var isResumed = false

  /// The peer's address in canonical text; empty when it was gone before we asked.
  let source: String
  /// Nil in the clear.
  let tls: TLSSession?
  @exclusivity(unchecked) var phase: Phase
  /// Bytes that came before it was their turn: the beginning of a head, or requests behind one that is not answered yet.
  @exclusivity(unchecked) var inbox: [UInt8] = []
  /// What is to be sent as soon as the peer takes it; nil when all is sent.
  @exclusivity(unchecked) var outbox: Outbox?
  @exclusivity(unchecked) var deadline = MonotonicTime.never
  /// When the deadline queue will name this connection; its other entries are stale.
  var queuedDeadline = MonotonicTime.never
  @exclusivity(unchecked) var pace = Pace()

  var key: ConnectionKey {
    ConnectionKey(descriptor: socket.number, registration: registration)
  }

  init(
    _ socket: consuming Descriptor, registration: UInt32, source: String, _ tls: TLSSession?
  ) {
    self.registration = registration
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

  /// Of the request that has not been answered.
  var exchange: Exchange? {
    switch self {
    case .handshaking, .receivingHead, .streaming, .lingering: nil
    case .receivingBody(let body): body.exchange
    case .working(let exchange): exchange
    case .waiting(let poll): poll.exchange
    }
  }
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
