/// Writes integers with the most significant byte first, and text behind the number of its bytes.
struct StandingWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
  }

  /// At most 65,534 bytes; longer text is none that this program writes.
  mutating func put(_ text: String?) {
    guard let text else { return put(StandingReader.noText) }
    let utf8 = text.utf8
    precondition(utf8.count < Int(StandingReader.noText), "a text of \(utf8.count) bytes")
    put(UInt16(utf8.count))
    bytes += utf8
  }
}

/// Reads what `StandingWriter` has written. Everything is nil where the bytes end before.
struct StandingReader {
  /// In the place of a text's length.
  fileprivate static let noText = UInt16.max

  private var rest: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() -> UInt8? { number() }
  mutating func integer() -> Int64? { number() }
  mutating func count() -> UInt16? { number() }

  mutating func text() -> String? { optionalText() ?? nil }

  /// The outer nil is the end of the bytes, the inner one is no text.
  mutating func optionalText() -> String?? {
    guard let length = count() else { return nil }
    if length == Self.noText { return .some(nil) }
    guard let bytes = take(Int(length)) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func number<Number: FixedWidthInteger>() -> Number? {
    take(MemoryLayout<Number>.size).map {
      Number(bigEndian: $0.loadUnaligned(as: Number.self))
    }
  }

  private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard rest.count >= count else { return nil }
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
    return UnsafeRawBufferPointer(rebasing: rest[..<count])
  }
}
