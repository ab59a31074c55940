/// Something that happens once, and that any number of threads may wait for.
package final class Latch: Sendable {
  private let wakeup: Wakeup

  package init() throws(KernelError) { wakeup = try Wakeup() }

  /// To add to an event queue, for reading: readable once it has happened.
  package var number: Int32 { wakeup.number }

  package func open() { wakeup.wake() }

  /// - Returns: whether it happened before the deadline.
  @discardableResult
  package func wait(until deadline: MonotonicTime) -> Bool { wakeup.isAwake(before: deadline) }
}
