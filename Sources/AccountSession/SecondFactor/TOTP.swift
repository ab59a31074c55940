import Cryptography
import JSON

/// A time-based code as RFC 6238 and every authenticator program have it: SHA-1, six digits, thirty seconds (MF-02).
struct TOTP: Sendable {
  static let secretByteCount = 20
  private static let stepLength: Int64 = 30_000
  private static let digitCount = 6
  /// How many steps a clock may be off, either way.
  private static let drift: Int64 = 1

  /// What the authenticator is given, once.
  let secret: [UInt8]

  /// Nil unless 20 bytes.
  init?(secret: [UInt8]) {
    guard secret.count == TOTP.secretByteCount else { return nil }
    self.secret = secret
  }

  private init(drawn secret: [UInt8]) { self.secret = secret }

  /// From the operating system's generator.
  static func random() -> TOTP { TOTP(drawn: SecureRandom.bytes(secretByteCount)) }

  /// The thirty seconds that a moment falls into, counted from 1970.
  static func step(at time: Timestamp) -> Int64 { time.milliseconds / stepLength }

  /// RFC 4226 section 5.3: four bytes from where the last half byte points to, without the sign.
  func code(at step: Int64) -> String {
    let counter = withUnsafeBytes(of: step.bigEndian) { [UInt8]($0) }
    let tag = HMACSHA1.authenticate(counter, key: secret)
    let offset = Int(tag[tag.count - 1] & 0xf)
    let number = tag[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
    let digits = String(number % 1_000_000)
    return String(repeating: "0", count: Self.digitCount - digits.utf8.count) + digits
  }

  /// The step whose code was typed: the present one or its neighbour, if it comes after the last one that was taken. So a code
  /// opens something once, and a clock that is set back makes none good again (CR-05).
  func step(of typed: String, at now: Timestamp, after last: Int64) -> Int64? {
    let present = Self.step(at: now)
    return (present - Self.drift...present + Self.drift).first { step in
      step > last && constantTimeEqual(Array(code(at: step).utf8), Array(typed.utf8))
    }
  }

  /// What an authenticator reads from a picture or a line. The account's number and not its address names it: the line is shown on
  /// screens.
  func link(for account: AccountID) -> String {
    "otpauth://totp/Lanyard:\(account)?secret=\(Base32.encode(secret))&issuer=Lanyard"
  }
}

extension TOTP: CustomStringConvertible, CustomDebugStringConvertible {
  /// Never the secret (SE-16).
  var description: String { "an authenticator's secret" }
  var debugDescription: String { description }
}
