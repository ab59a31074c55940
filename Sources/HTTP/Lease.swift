import Synchronization

/// Counters that go up when something answered earlier must not be answered again without asking anew: one slot
/// serves many owners, so a bump may ask too often, never too seldom. Bounded memory, no locks, any thread.
package final class EpochTable: Sendable {
  private let slots: [EpochSlot]

  /// - Parameter slotCount: a power of two.
  package init(slotCount: Int = 65_536) {
    precondition(slotCount > 0 && slotCount & (slotCount - 1) == 0, "slots are a power of two")
    slots = (0..<slotCount).map { _ in EpochSlot() }
  }
  /// The counter that serves `owner`, a number spread evenly by the caller or not: it is mixed here.
  package func slot(of owner: UInt64) -> EpochSlot {
    let mixed = (owner &* 0x9E37_79B9_7F4A_7C15) >> 32
    return slots[Int(mixed & UInt64(slots.count - 1))]
  }
}

/// One counter of an `EpochTable`.
package final class EpochSlot: Sendable {
  private let epoch = Atomic<UInt64>(1)
  init() {}
  package var value: UInt64 { epoch.load(ordering: .acquiring) }
  package func bump() { epoch.add(1, ordering: .acquiringAndReleasing) }
}

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
  private let renew: () -> Lease?

  /// - Parameter renew: decides anew, on the loop; nil ends the answer.
  package init(lease: Lease, renew: @escaping () -> Lease?) {
    self.lease = lease
    self.renew = renew
  }
  /// Asked by the server before each further piece is sent.
  package func stillHolds() -> Bool {
    if lease.isCurrent { return true }
    guard let renewed = renew() else { return false }
    lease = renewed
    return true
  }
}
