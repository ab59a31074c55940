/// Takes little-endian fields off the front of bytes, and refuses to read past their end.
struct ByteReader {
  private var bytes: ArraySlice<UInt8>
  /// What is being read, for the error.
  private let value: String

  init(_ bytes: some Sequence<UInt8>, of value: String) {
    self.bytes = ArraySlice(bytes)
    self.value = value
  }

  var count: Int { bytes.count }
  var isAtEnd: Bool { bytes.isEmpty }

  mutating func take(_ count: Int) throws(WireError) -> [UInt8] {
    guard bytes.count >= count else { throw WireError(value, .tooShort) }
    defer { bytes = bytes.dropFirst(count) }
    return Array(bytes.prefix(count))
  }

  mutating func integer<I: FixedWidthInteger & UnsignedInteger>(
    _ type: I.Type = I.self
  ) throws(WireError) -> I {
    let width = I.bitWidth / 8
    guard bytes.count >= width else { throw WireError(value, .tooShort) }
    var result: I = 0
    for (place, byte) in bytes.prefix(width).enumerated() { result |= I(byte) << (8 * place) }
    bytes = bytes.dropFirst(width)
    return result
  }

  mutating func handle() throws(WireError) -> AttributeHandle {
    AttributeHandle(rawValue: try integer())
  }

  /// Everything that is left.
  mutating func rest() -> [UInt8] {
    defer { bytes = [] }
    return Array(bytes)
  }

  func end() throws(WireError) {
    guard bytes.isEmpty else { throw WireError(value, .leftover) }
  }

  func refuse(_ why: String) -> WireError { WireError(value, .invalid(why)) }
}

extension [UInt8] {
  /// Least significant byte first.
  mutating func append<I: FixedWidthInteger & UnsignedInteger>(littleEndian value: I) {
    for place in 0..<(I.bitWidth / 8) { append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }

  mutating func append(_ handle: AttributeHandle) { append(littleEndian: handle.rawValue) }
}
