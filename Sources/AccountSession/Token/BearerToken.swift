/// The token in an `Authorization` field, RFC 9110 section 11.6.2 and RFC 6750 section 2.1, where it lies.
enum BearerToken {
  /// Nil unless the field is `Bearer`, spaces, and as many bytes as an access token has, beginning as one. Whether they
  /// are one is not looked at: a token that a loop knows needs no checksum.
  static func access(in field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let width = Token.Kind.access.textWidth
    guard field.count > width + scheme.count else { return nil }
    for (byte, letter) in zip(field, scheme) where byte | 0x20 != letter { return nil }
    let start = field.count - width
    guard field[scheme.count..<start].allSatisfy({ $0 == UInt8(ascii: " ") }),
      Token.Kind.access.prefix.withUTF8Buffer({ field[start...].starts(with: $0) })
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: field[start...])
  }

  private static let scheme = Array("bearer".utf8)
}
