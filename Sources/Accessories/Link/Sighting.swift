import JSON

/// An accessory without an owner that discovery sees.
struct Sighting: Hashable, Sendable {
  let peer: PeerAddress
  var profile: AccessoryProfile
  var facts: AccessoryFacts
  /// dBm; nil unknown.
  var signal: Int?
  var seenAt: Timestamp
  /// What a scale that only advertises showed last once it stood still, and when that was new.
  var weighing: Weighing?

  struct Weighing: Hashable, Sendable {
    let readings: [Reading]
    let since: Timestamp
  }
}

/// Everything seen of late, in bounded memory, however many addresses somebody makes up.
struct Sightings: Hashable, Sendable {
  private var byPeer: [PeerAddress: Sighting] = [:]
  private let limit: Int
  private let life: Duration

  init(limits: AccessoryLimits) {
    limit = limits.sightings
    life = limits.sightingLife
  }

  subscript(peer: PeerAddress) -> Sighting? { byPeer[peer] }

  /// What is there now, the strongest first: what lies beside the gateway is what is meant.
  func all(at now: Timestamp) -> [Sighting] {
    byPeer.values.filter { now < $0.seenAt + life }.sorted {
      ($0.signal ?? .min, $1.peer.description) > ($1.signal ?? .min, $0.peer.description)
    }
  }

  /// Takes what was seen, and answers what is known of the peer now. When the table is full, the one that was not seen for
  /// longest makes room: what is there is seen again ten times a second.
  @discardableResult
  mutating func note(
    _ peer: PeerAddress, _ profile: AccessoryProfile, _ facts: AccessoryFacts, signal: Int?,
    weighing readings: [Reading], at now: Timestamp
  ) -> Sighting {
    var sighting =
      byPeer[peer]
      ?? Sighting(peer: peer, profile: profile, facts: facts, signal: signal, seenAt: now)
    sighting.profile = profile
    // Of advertisement and scan response only one has the name.
    sighting.facts.name = facts.name ?? sighting.facts.name
    sighting.facts.model = facts.model ?? sighting.facts.model
    sighting.signal = signal ?? sighting.signal
    sighting.seenAt = now
    if !readings.isEmpty, sighting.weighing?.readings != readings {
      sighting.weighing = Sighting.Weighing(readings: readings, since: now)
    }
    if byPeer[peer] == nil, byPeer.count >= limit { removeOldest() }
    byPeer[peer] = sighting
    return sighting
  }

  mutating func forget(_ peer: PeerAddress) { byPeer[peer] = nil }

  mutating func forgetOld(at now: Timestamp) {
    byPeer = byPeer.filter { now < $0.value.seenAt + life }
  }

  private mutating func removeOldest() {
    let oldest = byPeer.values.min { $0.seenAt < $1.seenAt }
    if let oldest { byPeer[oldest.peer] = nil }
  }
}
