import Cryptography
import JSON

/// The sessions that one loop has looked up lately, by the digest of their token. It belongs to the loop: no locks.
///
/// A table of sets: a digest belongs to one set of sixteen places, side by side, filled from the first; so that a look-up seldom reads more
/// than one line of the processor's cache. The table doubles when a set is full; at its largest a new entry takes the place of
/// another. What is found may be out of date: `SessionGate` asks the entry's lease and time on every request.
struct SessionCache {
  static let placesInSet = 16

  private struct Place {
    /// The first bits of the digest; 0 is a free place.
    var key: UInt64 = 0
    var session: Session?
  }

  /// Places in all at the start, and never more than `most`; powers of two.
  private let most: Int
  private var places: [Place]
  private(set) var count = 0
  /// Which place of a full set is given up next: round and round, as good as anything for tokens that live ten minutes.
  private var victim = 0

  init(first: Int = 1_024, most: Int = 65_536) {
    precondition(
      first >= Self.placesInSet && most >= first && first & (first - 1) == 0
        && most & (most - 1) == 0, "powers of two")
    self.most = most
    places = [Place](repeating: Place(), count: first)
  }

  /// The session that was kept for exactly this digest.
  func find(_ digest: Digest) -> Session? {
    let key = Self.key(of: digest)
    for index in set(of: key) where places[index].key == key {
      if let session = places[index].session, session.token == digest { return session }
    }
    return nil
  }

  mutating func keep(_ session: Session, at now: Timestamp) {
    let key = Self.key(of: session.token)
    let set = set(of: key)
    let free =
      set.first { places[$0].key == key && places[$0].session?.token == session.token }
      ?? set.first { places[$0].key == 0 }
      ?? set.first { places[$0].session?.isGood(at: now) != true }
    if free == nil, places.count < most {
      grow(at: now)
      return keep(session, at: now)
    }
    let index = free ?? nextVictim(in: set)
    if places[index].key == 0 { count += 1 }
    places[index] = Place(key: key, session: session)
  }

  mutating func forget(_ digest: Digest) {
    let key = Self.key(of: digest)
    for index in set(of: key)
    where places[index].key == key && places[index].session?.token == digest {
      places[index] = Place()
      count -= 1
    }
  }

  private mutating func nextVictim(in set: Range<Int>) -> Int {
    victim = (victim + 1) % Self.placesInSet
    return set.lowerBound + victim
  }

  /// Twice the places, without the entries that are out of date.
  private mutating func grow(at now: Timestamp) {
    let kept = places
    places = [Place](repeating: Place(), count: places.count * 2)
    count = 0
    for case let session? in kept.map(\.session) where session.isGood(at: now) {
      keep(session, at: now)
    }
  }

  /// A digest is spread evenly already. The lowest bit is given up, so that no key is 0.
  private static func key(of digest: Digest) -> UInt64 { digest.prefix | 1 }

  private func set(of key: UInt64) -> Range<Int> {
    let set = Int(truncatingIfNeeded: key >> 1) & (places.count / Self.placesInSet - 1)
    return set * Self.placesInSet..<(set + 1) * Self.placesInSet
  }
}
