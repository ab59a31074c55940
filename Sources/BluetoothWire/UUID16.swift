/// A 16-bit attribute type of the Bluetooth base UUID.
package struct UUID16: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
}
