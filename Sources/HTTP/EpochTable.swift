import Synchronization

/// Counters that go up when something answered earlier must not be answered again without asking anew: one counter
/// serves many owners, so a bump may ask too often, never too seldom. No locks, any thread.
package final class EpochTable: Sendable {
  /// A power of two. So few that all of them stay in a core's own cache, and so many that of a loop's kept sessions, 65,536 at
  /// most, a bump asks anew for four.
  private static let count = 16_384

  private let counters = InlineArray<16_384, Atomic<UInt64>> { _ in Atomic(1) }

  package init() {}

  /// The counter that serves `owner`, a number spread evenly by the caller or not: it is mixed here.
  package func slot(of owner: UInt64) -> EpochSlot {
    let mixed = (owner &* 0x9E37_79B9_7F4A_7C15) >> 32
    return EpochSlot(table: self, index: Int(mixed & UInt64(Self.count - 1)))
  }

  fileprivate func value(at index: Int) -> UInt64 { counters[index].load(ordering: .acquiring) }

  fileprivate func bump(at index: Int) {
    counters[index].add(1, ordering: .acquiringAndReleasing)
  }
}

/// One counter of an `EpochTable`.
package struct EpochSlot: Sendable {
  fileprivate let table: EpochTable
  let index: Int

  package var value: UInt64 { table.value(at: index) }
  package func bump() { table.bump(at: index) }
}
