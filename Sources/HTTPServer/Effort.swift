/// What one connection may cost before others have their turn again.
struct Effort {
  private static let mostRequests = 64
  private static let mostBytes = 2 << 20

  private var requests = 0
  private var bytes = 0

  var isSpent: Bool { requests >= Effort.mostRequests || bytes >= Effort.mostBytes }

  mutating func addRequest() { requests += 1 }
  mutating func add(bytes count: Int) { bytes += count }
}

/// How it stands with a connection after a step.
enum Step {
  /// There may be more to do at once.
  case goesOn
  /// Nothing to do until the next event.
  case waits
}
