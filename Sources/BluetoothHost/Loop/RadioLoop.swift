package import Kernel

/// Something with a descriptor that lives on a loop.
protocol LoopSource: AnyObject {
  func isReady(_ readiness: Readiness)
  /// The loop ends: closes at once, and tells nobody.
  func close()
}

/// Packet sockets, deadlines and mailboxes of one radio, all on one thread: nothing that it calls waits, and nothing
/// of it is touched by another thread.
package final class RadioLoop {
  private var epoll: Epoll
  private let bell: LoopBell
  private var sources: [UInt32: any LoopSource] = [:]
  private var lastRegistration: UInt32 = 0
  private var deadlines = DeadlineQueue()
  private var alarms: [UInt64: () -> Void] = [:]
  private var lastAlarm: UInt64 = 0
  private var mailboxes: [(drain: () -> Void, close: () -> Void)] = []
  private var isStopping = false

  init(bell: LoopBell) throws(KernelError) {
    self.bell = bell
    epoll = try Epoll(batch: 64)
    // Registration 0 is the bell's; sockets start at 1.
    try epoll.add(bell.wakeup.number, .readable)
  }

  /// A way for other threads to reach this one. Lives as long as the loop.
  package func mailbox<Message: Sendable>(
    _ receive: @escaping (Message) -> Void
  ) -> LoopMailbox<Message> {
    let mailbox = LoopMailbox<Message>(bell: bell)
    attach(mailbox, receive)
    return mailbox
  }

  func attach<Message: Sendable>(
    _ mailbox: LoopMailbox<Message>, _ receive: @escaping (Message) -> Void
  ) {
    mailboxes.append(
      (
        drain: { for message in mailbox.takeAll() { receive(message) } },
        close: { for message in mailbox.close() { receive(message) } }
      ))
  }

  // MARK: - Deadlines

  /// A deadline that can still be called off.
  package struct Alarm: Hashable {
    fileprivate let key: UInt64
  }

  /// Calls `body` once, on the loop, at `time` or soon after.
  @discardableResult
  package func alarm(at time: MonotonicTime, _ body: @escaping () -> Void) -> Alarm {
    lastAlarm += 1
    alarms[lastAlarm] = body
    deadlines.add(time, key: lastAlarm)
    // Alarms that were called off leave their entries behind.
    if deadlines.count > 64 + 2 * alarms.count { deadlines.compact { alarms[$0.key] != nil } }
    return Alarm(key: lastAlarm)
  }

  package func cancel(_ alarm: Alarm) { alarms[alarm.key] = nil }

  // MARK: - Descriptors

  /// - Returns: what events of the descriptor will be known by.
  func add(
    _ source: any LoopSource, number: Int32, _ interest: Readiness = .readable
  ) throws(KernelError) -> UInt32 {
    lastRegistration += 1
    try epoll.add(number, interest, registration: lastRegistration)
    sources[lastRegistration] = source
    return lastRegistration
  }

  func watch(
    _ number: Int32, registration: UInt32, for interest: Readiness
  ) throws(KernelError) {
    try epoll.change(number, to: interest, registration: registration)
  }

  /// The descriptor is about to be closed, which takes it out of the queue.
  func remove(registration: UInt32) { sources[registration] = nil }

  /// The descriptor stays open, for somebody else to add.
  func release(_ number: Int32, registration: UInt32) throws(KernelError) {
    sources[registration] = nil
    try epoll.remove(number)
  }

  // MARK: - Running

  func stop() { isStopping = true }

  func run() throws(KernelError) {
    while !isStopping {
      let count = try epoll.wait(until: deadlines.next ?? .never)
      for index in 0..<count {
        let event = epoll[index]
        if event.registration == 0 {
          bell.wakeup.drain()
        } else {
          // Absent when an event before it in this batch closed the socket.
          sources[event.registration]?.isReady(event.readiness)
        }
      }
      for mailbox in mailboxes { mailbox.drain() }
      let now = MonotonicTime.now
      while let entry = deadlines.popDue(now) { alarms.removeValue(forKey: entry.key)?() }
    }
  }

  /// Delivers what was accepted, refuses further messages, and closes what is open.
  func end() {
    for mailbox in mailboxes { mailbox.close() }
    for source in sources.values { source.close() }
    mailboxes = []
    alarms = [:]
  }
}
