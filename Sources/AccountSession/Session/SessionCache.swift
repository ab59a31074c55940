import Cryptography
import JSON

/// The sessions that one loop has looked up lately, by the digest of their token. It belongs to the loop: no locks.
///
/// A table of sets: a digest belongs to one set of eight places, side by side, so that a look-up compares eight integers of
/// one cache line. The table doubles when a set is full; at its largest a new entry takes the place of another. What is found may
/// be out of date: `SessionGate` asks the entry's lease and time on every request.
struct SessionCache {
  static let placesInSet = 8

  /// Places in all at the start, and never more than `most`; powers of two.
  private let most: Int
  /// The first bits of each digest; 0 is a free place.
  private var keys: [UInt64]
  private var sessions: [Session?]
  private(set) var count = 0
  /// Which place of a full set is given up next: round and round, as good as anything for tokens that live ten minutes.
  private var victim = 0

  init(first: Int = 1_024, most: Int = 65_536) {
    precondition(
      first >= Self.placesInSet && most >= first && first & (first - 1) == 0
        && most & (most - 1) == 0, "powers of two")
    self.most = most
    keys = [UInt64](repeating: 0, count: first)
    sessions = [Session?](repeating: nil, count: first)
  }

  /// The session that was kept for exactly this digest.
  func find(_ digest: Digest) -> Session? {
    let key = Self.key(of: digest)
    let start = firstPlace(of: key)
    for place in start..<start + Self.placesInSet where keys[place] == key {
      if let session = sessions[place], session.token == digest { return session }
    }
    return nil
  }

  mutating func keep(_ session: Session, at now: Timestamp) {
    let key = Self.key(of: session.token)
    let start = firstPlace(of: key)
    let places = start..<start + Self.placesInSet
    let free =
      places.first { keys[$0] == key && sessions[$0]?.token == session.token }
      ?? places.first { keys[$0] == 0 }
      ?? places.first { sessions[$0]?.isGood(at: now) != true }
    if free == nil, keys.count < most {
      grow(at: now)
      return keep(session, at: now)
    }
    let place = free ?? nextVictim(in: places)
    if keys[place] == 0 { count += 1 }
    keys[place] = key
    sessions[place] = session
  }

  mutating func forget(_ digest: Digest) {
    let key = Self.key(of: digest)
    let start = firstPlace(of: key)
    for place in start..<start + Self.placesInSet
    where keys[place] == key && sessions[place]?.token == digest {
      keys[place] = 0
      sessions[place] = nil
      count -= 1
    }
  }

  private mutating func nextVictim(in places: Range<Int>) -> Int {
    victim = (victim + 1) % Self.placesInSet
    return places.lowerBound + victim
  }

  /// Twice the places, without the entries that are out of date.
  private mutating func grow(at now: Timestamp) {
    let kept = sessions
    keys = [UInt64](repeating: 0, count: keys.count * 2)
    sessions = [Session?](repeating: nil, count: keys.count)
    count = 0
    for case let session? in kept where session.isGood(at: now) { keep(session, at: now) }
  }

  /// A digest is spread evenly already. The lowest bit is given up, so that no key is 0.
  private static func key(of digest: Digest) -> UInt64 { digest.prefix | 1 }

  private func firstPlace(of key: UInt64) -> Int {
    let set = Int(truncatingIfNeeded: key >> 1) & (keys.count / Self.placesInSet - 1)
    return set * Self.placesInSet
  }
}
