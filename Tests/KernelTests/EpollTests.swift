import Testing

@testable import Kernel

@Suite("An event queue")
struct EpollTests {
  @Test("brings a ready descriptor with its registration")
  func brings() throws {
    var epoll = try Epoll()
    let pair = try Descriptor.streamPair()
    try epoll.add(pair.second.number, .readable, registration: 0xFFFF_FFFE)
    #expect(try epoll.wait(until: .now) == 0)
    _ = try send("x", to: pair.first)
    #expect(try epoll.wait(until: .never) == 1)
    let event = epoll[0]
    #expect(event.descriptor == pair.second.number)
    #expect(event.registration == 0xFFFF_FFFE)
    #expect(event.readiness == .readable)
  }

  @Test("tells a reused number from the one before by its registration")
  func reused() throws {
    var epoll = try Epoll()
    let before = try Descriptor.file(reading: "/dev/null").release()
    // The lowest free number is given out next, so closing and opening gets the same one, unless another test was quicker.
    _ = Descriptor(adopting: before)
    let pair = try Descriptor.streamPair()
    try epoll.add(pair.first.number, [.readable, .writable], registration: 2)
    #expect(try epoll.wait(until: .never) == 1)
    #expect(epoll[0].registration == 2)
  }

  @Test("changes and drops an interest")
  func changes() throws {
    var epoll = try Epoll()
    let pair = try Descriptor.streamPair()
    try epoll.add(pair.first.number, .writable)
    #expect(try epoll.wait(until: .never) == 1)
    try epoll.change(pair.first.number, to: .readable)
    #expect(try epoll.wait(until: .now) == 0)
    try epoll.remove(pair.first.number)
    _ = try send("x", to: pair.second)
    #expect(try epoll.wait(until: .now) == 0)
  }

  @Test("returns nothing at its deadline, and not before")
  func deadline() throws {
    var epoll = try Epoll()
    let deadline = MonotonicTime.now + .milliseconds(15)
    #expect(try epoll.wait(until: deadline) == 0)
    #expect(MonotonicTime.now >= deadline)
  }

  @Test("is woken by another thread, once for many wake-ups")
  func wakeup() throws {
    var epoll = try Epoll()
    let bell = try SharedWakeup()
    try epoll.add(bell.wakeup.number, .readable)
    let thread = try KernelThread(name: "a ringer with a long name") {
      for _ in 0..<100 { bell.wakeup.wake() }
    }
    #expect(try epoll.wait(until: .never) == 1)
    thread.join()
    bell.wakeup.drain()
    #expect(try epoll.wait(until: .now) == 0)
  }

  private final class SharedWakeup: Sendable {
    let wakeup: Wakeup
    init() throws { wakeup = try Wakeup() }
  }
}

@Suite("A queue of deadlines")
struct DeadlineQueueTests {
  @Test("gives entries by time, and none before it is due")
  func order() {
    var queue = DeadlineQueue()
    let times = (0..<200).map { Int64($0 * 7919 % 199) }
    for time in times { queue.add(MonotonicTime(nanoseconds: time), key: UInt64(time)) }
    #expect(queue.next == MonotonicTime(nanoseconds: 0))
    var seen: [Int64] = []
    while let entry = queue.popDue(MonotonicTime(nanoseconds: 100)) {
      seen.append(entry.time.nanoseconds)
    }
    #expect(seen == times.filter { $0 <= 100 }.sorted())
    #expect(queue.count == times.count { $0 > 100 })
  }

  @Test("forgets what nobody waits for, and stays in order")
  func compacts() {
    var queue = DeadlineQueue()
    for key in (0..<100).shuffled() {
      queue.add(MonotonicTime(nanoseconds: Int64(key)), key: UInt64(key))
    }
    queue.compact { $0.key % 3 == 0 }
    var seen: [UInt64] = []
    while let entry = queue.popDue(.never) { seen.append(entry.key) }
    #expect(seen == (0..<100).filter { $0 % 3 == 0 })
  }

  @Test("saturates instead of overflowing")
  func saturates() {
    #expect(MonotonicTime.now + .seconds(Int64.max) == .never)
    #expect(Duration.milliseconds(-3).wholeNanoseconds == -3_000_000)
  }
}
