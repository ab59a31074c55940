import HTTP
import Kernel

/// One thread's event loop and everything that belongs to it. No locks: what others have for it comes through its mailbox.
///
/// The steps of a connection are in `Loop+Turn`; each of them takes the connection as far as it can go without waiting.
final class Loop {
  /// A batch of responses is sent when it is so long.
  static let fullOutput = 32 << 10
  /// How many connections go on in one round without an event.
  private static let mostResumed = 256

  /// How many steps of handshakes are taken in one round: each may cost half a millisecond.
  private static let mostHandshakes = 8

  let seat: LoopSeat
  let service: LoopService
  let routes: RouteTable
  let limits: ServerConfiguration.Limits
  var counters: LoopCounters { seat.counters }

  @exclusivity(unchecked) private var epoll: Epoll
  @exclusivity(unchecked) var listener: ListeningSocket?
  @exclusivity(unchecked) var table = ConnectionTable()
  var topics = TopicIndex()
  var lastRegistration: UInt32 = 0
  var surplusCount = 0
  /// Let go, so that there is a descriptor for telling a client that there are none left.
  var reserve: Descriptor?
  /// When to listen again after there were no descriptors at all.
  var acceptingResumes = MonotonicTime.never
  var wasFull = false

  @exclusivity(unchecked) private var deadlines = DeadlineQueue()
  @exclusivity(unchecked) private var resumed: [ConnectionKey] = []
  /// Set once a drain began; what is open then is closed.
  var drainEnds: MonotonicTime?
  private var isStopped = false

  /// Of the batch of events that is being worked on.
  private(set) var now = MonotonicTime.now
  /// Of connections that become idle in this batch.
  private(set) var idleDeadline = MonotonicTime.never
  @exclusivity(unchecked) private var clock: DateClock
  /// What ends every head: Date, and what the configuration adds.
  @exclusivity(unchecked) private(set) var dateLines: [UInt8] = []

  /// Nil in the clear.
  @exclusivity(unchecked) var encryption: LoopEncryption?

  @exclusivity(unchecked) var parser: RequestParser
  /// The request of whichever connection has its turn.
  var request = Request()
  var requestCount: UInt64 = 0
  /// What the connection that has its turn sent.
  let input: Scratch
  /// What the connection that has its turn will be sent, ahead of its outbox.
  @exclusivity(unchecked) var output: [UInt8] = []
  var bodyBytesInFlight = 0
  var handshakesLeft = 0

  init(_ seat: LoopSeat, _ listener: ListeningSocket, _ service: LoopService) throws(KernelError) {
    let configuration = seat.configuration
    self.seat = seat
    self.listener = listener
    self.service = service
    limits = configuration.limits
    routes = RouteTable(service.routes)
    encryption = seat.identity.map { LoopEncryption($0) }
    clock = DateClock(headers: configuration.headers)
    parser = RequestParser(limits: limits.ofRequests)
    input = Scratch(count: max(32 << 10, limits.ofRequests.headBytes + 1_024))
    output.reserveCapacity(2 * Loop.fullOutput)
    epoll = try Epoll()
    reserve = try Loop.spareDescriptor()
    try epoll.add(listener.number, .readable)
    try epoll.add(seat.mailbox.wakeupNumber, [.readable, .edge])
  }

  /// Until it is stopped or drained.
  func run() {
    while !isStopped {
      let count = wait()
      now = .now
      handshakesLeft = Loop.mostHandshakes
      idleDeadline = now + limits.idleTimeout
      if let lines = clock.lines(at: now) { dateLines = lines }
      // Before the batch, so that what the mail speaks of is seen in the batch's snapshot.
      let mail = seat.mailbox.take()
      service.batchBegan()
      for index in 0..<count { notice(epoll[index]) }
      if let mail { open(mail) }
      expireDeadlines()
      resumeConnections()
      service.batchEnded()
      if let drainEnds, table.count == 0 || now >= drainEnds { isStopped = true }
    }
    stopAccepting()
    for connection in table.all { close(connection) }
  }

  private func wait() -> Int {
    var deadline = resumed.isEmpty ? deadlines.next ?? .never : MonotonicTime(nanoseconds: 0)
    deadline = min(deadline, acceptingResumes, drainEnds ?? .never)
    do throws(KernelError) {
      return try epoll.wait(until: deadline)
    } catch {
      preconditionFailure("the event queue is ours and valid, so waiting cannot fail: \(error)")
    }
  }

  private func notice(_ event: ReadyEvent) {
    let key = ConnectionKey(descriptor: event.descriptor, registration: event.registration)
    guard key.registration != 0 else {
      if event.descriptor == listener?.number { acceptConnections() }
      return
    }
    guard let connection = table[key] else { return }
    if event.isOver { return close(connection) }
    if event.peerFinished {
      connection.peerFinishes = true
      if connection.isListening { return close(connection) }
    }
    if event.isReadable {
      connection.mayRead = true
      connection.socketIsDry = false
    }
    takeTurn(connection)
  }

  private func open(_ mail: Mailbox.Mail) {
    for (request, response) in mail.results { finishWork(request, response) }
    if !mail.pokes.isEmpty { poke(mail.pokes) }
    if let identity = mail.identity { encryption?.change(to: identity) }
    switch mail.order {
    case .drain(let end): beginDrain(until: end)
    case .stop: isStopped = true
    case nil: break
    }
  }
}

// MARK: - Connections come and go

extension Loop {
  func watch(_ connection: Connection) throws(KernelError) {
    try epoll.add(
      connection.socket.number, [.readable, .writable, .peerFinished, .edge],
      registration: connection.key.registration)
  }

  /// Nothing more is said to the peer. Its socket is closed, and thereby taken from the queue, as soon as nobody looks at the
  /// connection any more, which is at the end of its turn.
  func close(_ connection: Connection) {
    guard connection.isOpen else { return }
    connection.isOpen = false
    leavePhase(connection)
    connection.outbox = nil
    // It may have been for this one, in the middle of its turn.
    output.removeAll(keepingCapacity: true)
    encryption?.channel.records.removeAll(keepingCapacity: true)
    table.remove(connection)
    seat.admission.leave()
    if connection.isSurplus { surplusCount -= 1 }
    counters.connectionsOpen.add(-1)
  }

  /// Takes back what the present phase keeps elsewhere. Call before another is entered.
  func leavePhase(_ connection: Connection) {
    switch connection.phase {
    case .receivingBody(let body): bodyBytesInFlight -= body.bytes.count
    case .streaming(let stream):
      topics.remove(connection.key, topic: stream.topic)
      counters.streamsOpen.add(-1)
    case .waiting(let poll): topics.remove(connection.key, topic: poll.answer.topic)
    case .handshaking, .receivingHead, .working, .lingering: break
    }
  }

  func stopAccepting() {
    guard let listener else { return }
    // The supervisor, too, may have it open, so closing ours need not take it from the queue. It fails while accepting is paused.
    try? epoll.remove(listener.number)
    listener.close()
    self.listener = nil
    acceptingResumes = .never
  }

  /// For as long as there are no descriptors: the queue would tell of the same connection again and again.
  func pauseAccepting() {
    guard let listener, acceptingResumes == .never else { return }
    // It is there, so this cannot fail; and if it did, we would only come here again.
    try? epoll.remove(listener.number)
    acceptingResumes = now + .milliseconds(100)
  }

  private func resumeAccepting() {
    acceptingResumes = .never
    guard let listener else { return }
    do throws(KernelError) {
      try epoll.add(listener.number, .readable)
    } catch {
      pauseAccepting()
    }
  }
}

// MARK: - Time

extension Loop {
  /// Costs nothing when the queue will name the connection before: it is looked at again then.
  func setDeadline(_ connection: Connection, _ deadline: MonotonicTime) {
    connection.deadline = deadline
    guard deadline < connection.queuedDeadline else { return }
    connection.queuedDeadline = deadline
    deadlines.add(deadline, key: connection.key.rawValue)
    if deadlines.count > 1_024 + 4 * table.count {
      deadlines.compact { entry in
        self.table[ConnectionKey(rawValue: entry.key)]?.queuedDeadline == entry.time
      }
    }
  }

  private func expireDeadlines() {
    if now >= acceptingResumes { resumeAccepting() }
    while let entry = deadlines.popDue(now) {
      let key = ConnectionKey(rawValue: entry.key)
      guard let connection = table[key], connection.queuedDeadline == entry.time else { continue }
      connection.queuedDeadline = .never
      if connection.deadline > now {
        setDeadline(connection, connection.deadline)
      } else {
        expire(connection)
      }
    }
  }

  /// Gives the connection another turn after the others have had theirs.
  func resumeSoon(_ connection: Connection) {
    guard !connection.isResumed else { return }
    connection.isResumed = true
    resumed.append(connection.key)
  }

  private func resumeConnections() {
    guard !resumed.isEmpty else { return }
    let turns = Array(resumed.prefix(Loop.mostResumed))
    resumed.removeFirst(turns.count)
    for key in turns {
      guard let connection = table[key] else { continue }
      connection.isResumed = false
      takeTurn(connection)
    }
  }
}
