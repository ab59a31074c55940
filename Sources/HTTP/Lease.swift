/// The epoch under which something was decided. Read the epoch BEFORE reading the facts the decision rests on.
package struct Lease: Sendable {
  package let slot: EpochSlot
  package let epoch: UInt64
  package init(slot: EpochSlot) {
    self.slot = slot
    epoch = slot.value
  }
  /// False once anything about the owner changed: decide again before serving another byte.
  package var isCurrent: Bool { slot.value == epoch }
}

/// What a long answer (a file, a stream) is served under. Belongs to the connection's loop.
package final class Authority {
  private var lease: Lease
  private let isOver: () -> Bool
  private let renew: () -> Lease?

  /// - Parameters:
  ///   - isOver: whether time alone has ended something that the answer rests on.
  ///   - renew: decides anew, on the loop; nil ends the answer.
  package init(
    lease: Lease, isOver: @escaping () -> Bool = { false }, renew: @escaping () -> Lease?
  ) {
    self.lease = lease
    self.isOver = isOver
    self.renew = renew
  }
  /// Asked by the server before each further piece is sent.
  package func stillHolds() -> Bool {
    if lease.isCurrent, !isOver() { return true }
    guard let renewed = renew() else { return false }
    lease = renewed
    return true
  }
}
