package import AccountSession
import Cryptography
import JSON

/// What an owner wants to be linked.
package struct LinkWish: Hashable, Sendable {
  let kind: AccessoryKind
  /// As written; nil for the nearest of the kind.
  var address: String?
  /// For what is of no use without one. Then only such an accessory is meant.
  var key: OwnerKey?
  /// Connects to a Mi scale, for what it kept, instead of only hearing it.
  var wantsHistory = false

  func isMet(by sighting: Sighting) -> Bool {
    sighting.profile.kind == kind && sighting.profile.needsKey == (key != nil)
      && address.map { sighting.peer.isWritten($0) } ?? true
  }

  /// How what was seen is to be talked to.
  func profile(of sighting: Sighting) -> AccessoryProfile {
    wantsHistory
      ? sighting.profile.connecting(sighting.facts) ?? sighting.profile : sighting.profile
  }

  /// Reads a body whole, or says what is wrong with it.
  package static func parse(_ bytes: [UInt8]) throws(BodyMistake) -> LinkWish {
    let body = try JSONBody(bytes, known: ["kind", "address", "key", "history"])
    guard let kind = AccessoryKind(rawValue: try body.text("kind", most: 16)) else {
      throw body.mistake("kind", "band or scale")
    }
    let address = try body.optionalText("address", most: 17)
    if let address, !PeerAddress.isAddress(address) {
      throw body.mistake("address", "as AA:BB:CC:DD:EE:FF")
    }
    let wantsHistory: Bool
    switch body["history"] {
    case nil, .null?: wantsHistory = false
    case .bool(let answer)?: wantsHistory = answer
    case .some: throw body.mistake("history", "true or false")
    }
    return LinkWish(
      kind: kind, address: address, key: try OwnerKey.parse(in: body), wantsHistory: wantsHistory)
  }
}

extension OwnerKey {
  /// The member `key` of a body; nil when it is absent or null.
  static func parse(in body: JSONBody) throws(BodyMistake) -> OwnerKey? {
    guard let text = try body.optionalText("key", most: 2 * OwnerKey.length) else { return nil }
    guard let bytes = Hex.decode(text), bytes.count == OwnerKey.length else {
      throw body.mistake("key", "\(2 * OwnerKey.length) hexadecimal digits")
    }
    guard bytes != HuamiBand.publicKey else {
      throw body.mistake("key", "the accessory's own, and not the one that everybody knows")
    }
    return OwnerKey(bytes: bytes)
  }
}
