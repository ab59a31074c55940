/// The token in an `Authorization` field, RFC 9110 section 11.6.2 and RFC 6750 section 2.1, where it lies.
package enum BearerToken {
  /// Nil unless the field is `Bearer`, spaces, and as many bytes as an access token has, beginning as one. Whether they
  /// are one is not looked at: a token that a loop knows needs no checksum.
  package static func access(in field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let width = Token.Kind.access.textWidth
    guard field.count > width + scheme.utf8CodeUnitCount else { return nil }
    let start = field.count - width
    for index in 0..<scheme.utf8CodeUnitCount
    where field[index] | 0x20 != scheme.utf8Start[index] { return nil }
    for index in scheme.utf8CodeUnitCount..<start where field[index] != UInt8(ascii: " ") {
      return nil
    }
    for index in 0..<Token.prefixWidth
    where field[start + index] != Token.Kind.access.prefix.utf8Start[index] { return nil }
    return UnsafeRawBufferPointer(rebasing: field[start...])
  }

  private static let scheme: StaticString = "bearer"
}
