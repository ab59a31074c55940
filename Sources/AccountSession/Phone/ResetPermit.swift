package import Cryptography
import JSON

/// The gateway's word to one phone that it may reset itself, once (LK-03). Binary and short, because it is carried as a picture or typed where there
/// is no network:
///
/// | bytes | what |
/// |---|---|
/// | 0–3 | `LNYP` |
/// | 4 | 1, the format |
/// | 5 | the action |
/// | 6–13 | the phone's device number |
/// | 14–21 | the binding's version |
/// | 22–29 | the nonce that the phone shows |
/// | 30–37, 38–45 | not before, not after; milliseconds since 1970 |
/// | 46–53 | the permit's number |
/// | 54–61 | the signing key's id: the first bytes of its SHA-256 |
/// | 62–125 | Ed25519 over all before it |
///
/// All numbers are big-endian.
package struct ResetPermit: Hashable, Sendable {
  /// Erasing does not release, and releasing is named apart (LK-09).
  package enum Action: UInt8, CaseIterable, Sendable {
    case eraseAndKeepLock = 1
    case eraseAndRelease = 2
  }

  let action: Action
  let device: DeviceID
  let version: Int64
  let nonce: PermitNonce
  let notBefore: Timestamp
  let notAfter: Timestamp
  let number: UInt64
  let keyID: UInt64

  static let byteCount = 126
  private static let signedCount = 62
  private static let heading = Array("LNYP".utf8) + [1]

  static func keyID(of key: Ed25519.PublicKey) -> UInt64 { Digest.sha256(key.bytes).prefix }

  /// What is signed.
  private var body: [UInt8] {
    let numbers = [
      UInt64(device.number), UInt64(version), nonce.number, UInt64(notBefore.milliseconds),
      UInt64(notAfter.milliseconds), number, keyID,
    ]
    return Self.heading + [action.rawValue]
      + numbers.flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) }
  }

  package func signed(by key: Ed25519.PrivateKey) -> [UInt8] { body + key.sign(body) }

  /// Reads a permit and leaves its signature unchecked; nil when it is none.
  package init?(unverified bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, bytes.starts(with: Self.heading),
      let action = Action(rawValue: bytes[5])
    else { return nil }
    let numbers = stride(from: 6, to: Self.signedCount, by: 8).map { start in
      bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    guard let device = Int64(exactly: numbers[0]), device > 0,
      let version = Int64(exactly: numbers[1]), numbers[2] >> 60 == 0,
      let notBefore = Int64(exactly: numbers[3]), let notAfter = Int64(exactly: numbers[4])
    else { return nil }
    self.init(
      action: action, device: DeviceID(number: device), version: version,
      nonce: PermitNonce(number: numbers[2]), notBefore: Timestamp(milliseconds: notBefore),
      notAfter: Timestamp(milliseconds: notAfter), number: numbers[5], keyID: numbers[6])
  }

  init(
    action: Action, device: DeviceID, version: Int64, nonce: PermitNonce, notBefore: Timestamp,
    notAfter: Timestamp, number: UInt64, keyID: UInt64
  ) {
    self.action = action
    self.device = device
    self.version = version
    self.nonce = nonce
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.number = number
    self.keyID = keyID
  }

  /// Whether the signature at the end of `bytes`, from which this was read, is the key's.
  package func isSigned(_ bytes: [UInt8], by key: Ed25519.PublicKey) -> Bool {
    bytes.count == Self.byteCount
      && key.isValid(Array(bytes[Self.signedCount...]), for: Array(bytes[..<Self.signedCount]))
  }

  /// As it is typed where no picture can be taken: Crockford's base 32 in groups of six.
  package static func typed(_ bytes: [UInt8]) -> String {
    var (text, held, heldBits) = ("", UInt32(0), 0)
    var count = 0
    for byte in bytes + [0] {
      held = held << 8 | UInt32(byte)
      heldBits += 8
      while heldBits >= 5, count < (bytes.count * 8 + 4) / 5 {
        heldBits -= 5
        if count > 0, count % 6 == 0 { text += "-" }
        text.unicodeScalars.append(
          Unicode.Scalar(Crockford.digits[Int(held >> UInt32(heldBits)) & 31]))
        count += 1
      }
      held &= 1 << UInt32(heldBits) - 1
    }
    return text
  }
}
