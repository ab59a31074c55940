/// The address by which a radio knows a peer.
package struct BluetoothAddress: Hashable, Sendable, CustomStringConvertible {
  /// Six, least significant first, as on every kernel interface.
  package let bytes: [UInt8]
  package let isRandom: Bool

  package init(bytes: [UInt8], isRandom: Bool) {
    precondition(bytes.count == 6, "an address has six bytes")
    self.bytes = bytes
    self.isRandom = isRandom
  }

  /// As people write it: most significant byte first, `C8:47:8C:C0:95:89`.
  package var description: String {
    bytes.reversed().map {
      let digits = String($0, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: ":")
  }
}
