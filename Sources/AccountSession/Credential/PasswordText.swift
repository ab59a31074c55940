/// A password as it is hashed: composed (NFC), and otherwise exactly what was typed (PW-04).
package struct PasswordText: Sendable {
  /// UTF-8. Zero bytes are bytes like any other (PW-05).
  let bytes: [UInt8]
  package let codePointCount: Int

  /// Refuses what is longer than the policy allows, at sign-in too: cutting it would let two passwords be one (PW-02).
  package init(_ typed: String, policy: CredentialPolicy) throws(PasswordFlaw) {
    let composed = NormalForm.composed(typed)
    bytes = Array(composed.utf8)
    codePointCount = composed.unicodeScalars.count
    guard codePointCount <= policy.mostCodePoints, bytes.count <= policy.mostPasswordBytes else {
      throw .tooLong
    }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension PasswordText: CustomStringConvertible, CustomDebugStringConvertible {
  /// Never the secret (SE-16).
  package var description: String { "a password" }
  package var debugDescription: String { description }
}

/// Why a password is not taken. Its owner is told (PW-06).
package enum PasswordFlaw: String, Error, Hashable, Sendable {
  case tooShort = "too-short"
  case tooLong = "too-long"
  /// Made of words that everybody tries first.
  case common
  /// Made of the account's own names.
  case aboutYou = "about-you"
  /// Repeats itself, or runs along the alphabet or the keyboard.
  case repetitive
}
