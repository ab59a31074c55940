import Synchronization

/// Counts commits of one database file. Readers compare it to know whether their snapshot is still the newest.
///
/// Thread: any. The writer advances it after each commit and before anyone hears of it.
package final class CommitCounter: Sendable {
  private let count = Atomic<UInt64>(0)

  package init() {}

  package var value: UInt64 { count.load(ordering: .acquiring) }

  func advance() { count.add(1, ordering: .acquiringAndReleasing) }
}
