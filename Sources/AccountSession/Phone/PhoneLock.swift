/// Where a phone's activation lock stands (LK-01). What may follow what is data: everything that is not in the table is refused and written
/// down.
enum PhoneLock: String, CaseIterable, Sendable {
  /// Nobody's.
  case unbound
  case locked
  /// Its owner misses it: it shows what its owner wants it to show.
  case lost
  /// Its owner, who has lost it, wants to let it go, and is given an hour to think again (LK-06).
  case releasePending = "release-pending"
  /// Whoever has the code can have it.
  case transferOffered = "transfer-offered"

  enum Move: String, CaseIterable, Sendable {
    case bind
    case lose
    case find
    case askRelease = "ask-release"
    case release
    /// The owner has thought again.
    case keep
    case offer
    /// The owner takes the offer back, or its time is over.
    case withdraw
    case handOver = "hand-over"
  }

  static let table: [PhoneLock: [Move: PhoneLock]] = [
    .unbound: [.bind: .locked],
    .locked: [.lose: .lost, .release: .unbound, .offer: .transferOffered],
    .lost: [.find: .locked, .askRelease: .releasePending],
    .releasePending: [.release: .unbound, .keep: .locked],
    .transferOffered: [.handOver: .locked, .withdraw: .locked],
  ]

  /// Nil when the move is not one that may be made from here.
  func after(_ move: Move) -> PhoneLock? { Self.table[self]?[move] }
}
