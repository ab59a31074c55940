/// A request method, at most eight bytes long; a longer or lower-case one is still a value and matches no route.
package struct Method: Hashable, Sendable, CustomStringConvertible {
  /// The letters, first in the most significant byte, padded with zeros.
  package let packed: UInt64
  package init(packed: UInt64) { self.packed = packed }
  package init(_ name: StaticString) {
    var packed: UInt64 = 0
    name.withUTF8Buffer { for byte in $0.prefix(8) { packed = packed << 8 | UInt64(byte) } }
    self.packed = packed << UInt64(8 * (8 - min(8, name.utf8CodeUnitCount)))
  }
  package static let get = Method("GET")
  package static let head = Method("HEAD")
  package static let post = Method("POST")
  package static let put = Method("PUT")
  package static let patch = Method("PATCH")
  package static let delete = Method("DELETE")
  package static let options = Method("OPTIONS")

  package var description: String {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: packed >> UInt64(56 - 8 * $0)) }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
