/// E-mail addresses in the form that we compare by.
///
/// Both sides of the `@` are folded to lower case. RFC 5321 lets a host tell `Ada` from `ada`; none that people use does, and
/// two accounts that differ in case alone would be a trap. Nothing else of the local part is touched: dots and `+` tags mean
/// something at some hosts and nothing at others, so they are never folded (ID-03).
enum EmailAddress {
  /// Nil for what is no address, for quoted local parts, address literals, comments, and local parts beyond ASCII (RFC 6531),
  /// which too few hosts could be reached by.
  static func normalised(_ written: String) -> String? {
    guard let at = written.lastIndex(of: "@") else { return nil }
    guard let local = localPart(written[..<at]),
      let domain = DomainName.normalised(written[written.index(after: at)...])
    else { return nil }
    let address = "\(local)@\(domain)"
    return address.utf8.count <= 254 ? address : nil
  }

  /// The dot-atom of RFC 5322 section 3.2.3, at most 64 bytes.
  private static func localPart(_ written: Substring) -> String? {
    let atoms = written.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard written.utf8.count <= 64, atoms.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isAtom) })
    else { return nil }
    return written.lowercased()
  }

  private static func isAtom(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
  }
}

/// Domain names as they are looked up: lower case, every label in ASCII.
enum DomainName {
  /// Nil unless there are two labels or more, each of 1 to 63 letters, digits and inner hyphens (RFC 1123 section 2.1) once its
  /// characters beyond ASCII are in their A-label (RFC 5890), and the last is not all digits, which would be an address.
  ///
  /// A label beyond ASCII is folded to lower case and composed, which is what RFC 5891 section 5.2 leaves to the program; the
  /// tables that say which characters a registry takes are not here, because a name that no registry has reaches nobody.
  static func normalised(_ written: Substring) -> String? {
    let labels = written.split(separator: ".", omittingEmptySubsequences: false).map(label)
    guard labels.count >= 2, let last = labels.last, let last,
      !last.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    var known: [String] = []
    for label in labels {
      guard let label else { return nil }
      known.append(label)
    }
    let name = known.joined(separator: ".")
    return name.utf8.count <= 253 ? name : nil
  }

  private static func label(_ written: Substring) -> String? {
    let folded = NormalForm.composed(written.lowercased())
    let isASCII = folded.utf8.allSatisfy { $0 < 0x80 }
    guard isASCII || folded.unicodeScalars.allSatisfy(mayStandInLabel),
      let label = isASCII ? folded : Punycode.encoded(folded).map({ "xn--\($0)" }),
      (1...63).contains(label.utf8.count), label.utf8.allSatisfy(isOfALabel),
      !label.hasPrefix("-"), !label.hasSuffix("-")
    else { return nil }
    return label
  }

  private static func isOfALabel(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Letters, marks and digits of any script; no white space, controls, or signs that only look like a dot or an `@`.
  private static func mayStandInLabel(_ character: Unicode.Scalar) -> Bool {
    if character.isASCII { return isOfALabel(UInt8(character.value)) }
    return switch character.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark,
      .decimalNumber:
      true
    default: false
    }
  }
}
