package import Cryptography
package import JSON

/// What a phone does with a permit: the whole of it, without a network and without an account. Phones have it in their own language; this one
/// is what theirs is compared with.
package struct PermitVerifier {
  /// Pinned in the phone, by id; two while the lock key is being exchanged (LK-05).
  let keys: [UInt64: Ed25519.PublicKey]
  let device: DeviceID
  /// Of the binding that the phone knows.
  let version: Int64
  /// What the phone shows now. It draws another after each permit, so that none is used twice.
  private(set) var nonce: PermitNonce?

  package enum Refusal: Error, Hashable, CaseIterable {
    case malformed
    case unknownKey
    case signatureWrong
    case otherPhone
    case otherNonce
    case olderVersion
    case tooEarly
    case over
  }

  package init(
    keys: [Ed25519.PublicKey], device: DeviceID, version: Int64, showing nonce: PermitNonce
  ) {
    self.keys = Dictionary(
      uniqueKeysWithValues: keys.map { (ResetPermit.keyID(of: $0), $0) })
    self.device = device
    self.version = version
    self.nonce = nonce
  }

  /// What the phone may do now. A second time it may not: its nonce is used up.
  package mutating func use(
    _ bytes: [UInt8], at now: Timestamp
  ) throws(Refusal) -> ResetPermit.Action {
    guard let permit = ResetPermit(unverified: bytes) else { throw .malformed }
    guard let key = keys[permit.keyID] else { throw .unknownKey }
    guard permit.isSigned(bytes, by: key) else { throw .signatureWrong }
    guard permit.device == device else { throw .otherPhone }
    guard permit.nonce == nonce else { throw .otherNonce }
    guard permit.version >= version else { throw .olderVersion }
    guard now >= permit.notBefore else { throw .tooEarly }
    guard now < permit.notAfter else { throw .over }
    nonce = nil
    return permit.action
  }
}
