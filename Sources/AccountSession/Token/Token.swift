import Cryptography

/// A secret that the gateway has issued, whole: prefix, body, checksum (SE-02).
///
/// The body is digits of base 62; the last six are the CRC-32 of everything before them. A value of this type has the
/// right form and nothing more: whether it was ever issued is for the stores to say, which keep `digest` at most (SE-01).
package struct Token: Sendable {
  package enum Kind: CaseIterable, Sendable {
    /// Opens every route for ten minutes: 256 bits, looked up by digest.
    case access
    /// Buys the next pair of tokens, once: names its session and step, and is checked by recomputing it.
    case refresh
    /// Stands for a registration that waits for its code: 256 bits.
    case registration
    /// Stands for a recovery that waits for its code: 256 bits.
    case recovery
    /// Takes a recovery back that its account's owner did not make: 256 bits.
    case undo
    /// Makes a phone the buyer's, once: 256 bits.
    case transfer
    /// Lets a phone be known again when it signs in, and opens nothing: see `PhoneCredentials`.
    case phone

    var prefix: StaticString {
      switch self {
      case .access: "lnya_"
      case .refresh: "lnyr_"
      case .registration: "lnyg_"
      case .recovery: "lnyc_"
      case .undo: "lnyu_"
      case .transfer: "lnyt_"
      case .phone: "lnyd_"
      }
    }

    /// In digits.
    package var bodyWidth: Int {
      switch self {
      case .access, .registration, .recovery, .undo, .transfer: Base62.widthOf256Bits
      case .refresh:
        Base62.widthOf64Bits + Base62.widthOf32Bits + Base62.widthOf256Bits
      case .phone: Base62.widthOf64Bits + Base62.widthOf256Bits
      }
    }

    /// In bytes; every token of a kind is equally long.
    var textWidth: Int { Token.prefixWidth + bodyWidth + Base62.widthOf32Bits }
  }

  static let prefixWidth = 5

  let kind: Kind
  /// ASCII, `kind.textWidth` bytes.
  package let bytes: [UInt8]

  /// Puts prefix and checksum around a body.
  ///
  /// - Parameter body: as many digits of base 62 as the kind has.
  package init(_ kind: Kind, body: [UInt8]) {
    precondition(body.count == kind.bodyWidth, "a body of \(body.count) digits")
    var bytes = kind.prefix.withUTF8Buffer { Array($0) } + body
    bytes += Base62.encode(UInt64(CRC32.checksum(bytes)), width: Base62.widthOf32Bits)
    self.kind = kind
    self.bytes = bytes
  }

  /// 256 bits from the operating system's generator.
  static func random(_ kind: Kind) -> Token {
    Token(kind, body: Base62.encode256(SecureRandom.bytes(32)))
  }

  /// Nil unless `text` is a token of this kind with the right checksum.
  init?(_ text: String, kind: Kind) {
    self.init(Array(text.utf8), kind: kind)
  }

  package init?(_ bytes: [UInt8], kind: Kind) {
    guard bytes.withUnsafeBytes({ Token.isWellFormed($0, kind: kind) }) else { return nil }
    self.kind = kind
    self.bytes = bytes
  }

  /// Prefix, digits, length and checksum; allocates nothing.
  static func isWellFormed(_ text: UnsafeRawBufferPointer, kind: Kind) -> Bool {
    guard text.count == kind.textWidth,
      kind.prefix.withUTF8Buffer({ text.starts(with: $0) }),
      Base62.isNumber(text, from: prefixWidth)
    else { return false }
    let signed = text.count - Base62.widthOf32Bits
    return Base62.decode(text[signed...])
      == UInt64(CRC32.checksum(UnsafeRawBufferPointer(rebasing: text[..<signed])))
  }

  /// Without prefix and checksum.
  package var body: ArraySlice<UInt8> {
    bytes.dropFirst(Token.prefixWidth).dropLast(Base62.widthOf32Bits)
  }

  /// What goes to its holder, once.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What a store may keep of it: SHA-256 of the text.
  var digest: Digest { Digest.sha256(bytes) }
}

extension Token {
  /// `text` with what might be a token cut down to its prefix (SE-16): whoever puts one into a path has it in no log of ours.
  package static func hidden(in text: String) -> String {
    let prefixes = Kind.allCases.map { "\($0.prefix)" }
    var shown = ""
    var rest = Substring(text)
    while let start = rest.indices.first(where: { at in
      prefixes.contains { rest[at...].hasPrefix($0) }
    }) {
      let secret = rest.index(start, offsetBy: prefixWidth)
      shown += rest[..<secret] + "…"
      rest = rest[secret...].drop { $0.isLetter || $0.isNumber }
    }
    return shown + rest
  }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible {
  /// Never the secret (SE-16).
  package var description: String { "\(kind.prefix)…" }
  package var debugDescription: String { description }
}
