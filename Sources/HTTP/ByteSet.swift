/// A set of ASCII bytes as two words, so that asking costs a shift and needs no table in memory.
struct ByteSet: Hashable {
  // The words are written out below, not computed, so that no set needs initialisation at run time; a test counts their
  // members from the grammar.
  private let low: UInt64
  private let high: UInt64

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte < 0x40 ? low : high) >> UInt64(byte & 0x3F) & 1 == 1
  }

  /// `tchar`: RFC 9110 section 5.6.2.
  static let token = ByteSet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)
  /// `pchar` or "/" (RFC 3986 section 3.3) but for "%" and ".", which a path's reader looks at.
  static let plainPath = ByteSet(low: 0x2FFF_BFD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF)
  /// `query` (RFC 3986 section 3.4) but for "%".
  static let plainQuery = ByteSet(low: 0xAFFF_FFD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF)
  /// `reg-name`, with "%" as it comes: RFC 3986 section 3.2.2.
  static let hostName = ByteSet(low: 0x2BFF_7FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
  /// What a host and a port are written with, IP literals in brackets included.
  static let authority = ByteSet(low: 0x2FFF_7FF2_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE)
}
