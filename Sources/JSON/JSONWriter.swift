/// Writes one document from left to right, for those who write so many that a tree of values would be a waste. What comes out is
/// what `JSONValue.encoded` would write of the same document.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  /// Something stands before the next value in its object or array.
  private var needsComma = false

  package init() { bytes.reserveCapacity(256) }

  /// An object of the members that `members` writes.
  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    enclose("{", "}", members)
  }

  /// An array of the values that `elements` writes.
  package mutating func array(_ elements: (inout JSONWriter) -> Void) {
    enclose("[", "]", elements)
  }

  /// A member; its value is whatever `value` writes, one value.
  package mutating func member(_ name: String, _ value: (inout JSONWriter) -> Void) {
    separate()
    JSONValue.write(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
    value(&self)
  }

  package mutating func member(_ name: String, _ text: String) {
    member(name) { $0.value(text) }
  }

  package mutating func member(_ name: String, _ value: JSONValue) {
    member(name) { $0.value(value) }
  }

  package mutating func value(_ text: String) {
    separate()
    JSONValue.write(text, to: &bytes)
  }

  package mutating func value(_ value: JSONValue) {
    separate()
    value.write(to: &bytes)
  }

  private mutating func enclose(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: opening))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: closing))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }
}
