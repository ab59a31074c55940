import Synchronization

/// How many connections there are on all loops together, and how many there may be.
final class Admission: Sendable {
  private let limit: Int
  private let open = Atomic<Int>(0)

  init(limit: Int) { self.limit = limit }

  /// Counts one more.
  /// - Returns: whether it is within the limit. Counted either way: `leave` when it ends.
  func enter() -> Bool {
    open.add(1, ordering: .relaxed).newValue <= limit
  }

  func leave() { open.subtract(1, ordering: .relaxed) }
}
