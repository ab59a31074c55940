import Kernel

/// Something that happens once, and that other threads may wait for.
final class Latch: Sendable {
  private let wakeup: Wakeup

  init() throws(KernelError) { wakeup = try Wakeup() }

  func open() { wakeup.wake() }

  /// - Returns: whether it happened before the deadline.
  func wait(until deadline: MonotonicTime) throws(KernelError) -> Bool {
    var epoll = try Epoll(batch: 1)
    try epoll.add(wakeup.number, .readable)
    return try epoll.wait(until: deadline) > 0
  }
}
