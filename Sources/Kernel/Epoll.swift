import CLinux

/// What to be told about a descriptor, and what one is told.
package struct Readiness: OptionSet, Sendable, Hashable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package static let readable = Readiness(rawValue: EPOLLIN.rawValue)
  package static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
  /// The peer will send no more.
  package static let peerFinished = Readiness(rawValue: EPOLLRDHUP.rawValue)
  /// Both directions are over. Told without asking.
  package static let hungUp = Readiness(rawValue: EPOLLHUP.rawValue)
  /// Told without asking.
  package static let failed = Readiness(rawValue: EPOLLERR.rawValue)
  /// As an interest: only changes are told, once each.
  package static let edge = Readiness(rawValue: EPOLLET.rawValue)
}

/// One descriptor that became ready.
package struct ReadyEvent: Sendable {
  package let descriptor: Int32
  /// The number given when the descriptor was added. A descriptor's number is reused as soon as it is closed, and a
  /// batch may still hold an event of the one before: compare.
  package let registration: UInt32
  package let readiness: Readiness

  /// Reading will bring something, be it the end.
  package var isReadable: Bool { hasAny(EPOLLIN.rawValue | EPOLLRDHUP.rawValue) }
  /// The peer will send no more than what can be read now.
  package var peerFinished: Bool { hasAny(EPOLLRDHUP.rawValue) }
  /// Nothing can be read or written any more.
  package var isOver: Bool { hasAny(EPOLLERR.rawValue | EPOLLHUP.rawValue) }

  /// On bits: a set made from a list costs an allocation, and loops ask for every event.
  private func hasAny(_ bits: UInt32) -> Bool { readiness.rawValue & bits != 0 }
}

/// An event queue of the kernel. One thread's own.
package struct Epoll: ~Copyable {
  private let queue: Descriptor
  private var events: [epoll_event]

  /// - Parameter batch: how many events one `wait` can bring. The corresponding C function is `epoll_create1`.
  package init(batch: Int = 512) throws(KernelError) {
    queue = Descriptor(
      adopting: try syscall("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    events = [epoll_event](repeating: epoll_event(), count: batch)
  }

  /// The corresponding C function is `epoll_ctl` with `EPOLL_CTL_ADD`.
  package borrowing func add(
    _ descriptor: Int32, _ interest: Readiness, registration: UInt32 = 0
  ) throws(KernelError) {
    try control(EPOLL_CTL_ADD, descriptor, interest, registration)
  }

  /// The corresponding C function is `epoll_ctl` with `EPOLL_CTL_MOD`.
  package borrowing func change(
    _ descriptor: Int32, to interest: Readiness, registration: UInt32 = 0
  ) throws(KernelError) {
    try control(EPOLL_CTL_MOD, descriptor, interest, registration)
  }

  /// Needed only for a descriptor that stays open: closing the last one removes it.
  package borrowing func remove(_ descriptor: Int32) throws(KernelError) {
    try control(EPOLL_CTL_DEL, descriptor, [], 0)
  }

  /// Waits until something is ready or the deadline has come (rounded up to a millisecond).
  /// - Returns: how many events `self[_:]` has; 0 at the deadline. The corresponding C function is `epoll_wait`.
  package mutating func wait(until deadline: MonotonicTime) throws(KernelError) -> Int {
    let number = queue.number
    let capacity = Int32(events.count)
    while true {
      let timeout = Epoll.milliseconds(until: deadline)
      let count = events.withUnsafeMutableBufferPointer {
        epoll_wait(number, $0.baseAddress, capacity, timeout)
      }
      // Not through `syscall`: an interrupted wait starts again with what is left of its time.
      if count >= 0 { return Int(count) }
      let errno = Errno.last
      if errno == .interrupted { continue }
      throw KernelError(call: "epoll_wait", errno: errno)
    }
  }

  /// An event of the last `wait`.
  package subscript(index: Int) -> ReadyEvent {
    let event = events[index]
    return ReadyEvent(
      descriptor: Int32(truncatingIfNeeded: event.data.u64),
      registration: UInt32(truncatingIfNeeded: event.data.u64 >> 32),
      readiness: Readiness(rawValue: event.events))
  }

  private static func milliseconds(until deadline: MonotonicTime) -> Int32 {
    if deadline == .never { return -1 }
    let left = deadline.nanoseconds - MonotonicTime.now.nanoseconds
    return left <= 0 ? 0 : Int32(clamping: (left + 999_999) / 1_000_000)
  }

  private borrowing func control(
    _ operation: Int32, _ descriptor: Int32, _ interest: Readiness, _ registration: UInt32
  ) throws(KernelError) {
    let number = queue.number
    var event = epoll_event()
    event.events = interest.rawValue
    event.data.u64 = UInt64(UInt32(bitPattern: descriptor)) | UInt64(registration) << 32
    try syscall("epoll_ctl", "descriptor \(descriptor)") {
      epoll_ctl(number, operation, descriptor, &event)
    }
  }
}
