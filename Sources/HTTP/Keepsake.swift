import Synchronization

/// A place where a server keeps what it made of a prepared response (a file of its bytes, say), for as long as the response lives.
/// Any thread.
package final class Keepsake: Sendable {
  private let kept = Mutex<(any AnyObject & Sendable)?>(nil)

  init() {}

  /// What was kept, or what `make` makes now; nothing is kept when that is nil. Two threads may make at the same moment: the first
  /// one's is kept.
  package func value<Value: AnyObject & Sendable>(orMake make: () -> Value?) -> Value? {
    if let value = kept.withLock({ $0 as? Value }) { return value }
    guard let made = make() else { return nil }
    return kept.withLock { kept in
      if let other = kept as? Value { return other }
      kept = made
      return made
    }
  }
}
