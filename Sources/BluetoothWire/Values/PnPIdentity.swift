/// Characteristic 2A50: who made a product. Device Information Service 1.1, section 3.9.
package struct PnPIdentity: Hashable, Sendable {
  /// Who assigned the maker's number: 1 the Bluetooth SIG, 2 the USB Implementers Forum.
  package let source: UInt8
  package let vendor: UInt16
  package let product: UInt16
  /// Binary-coded, as 0x0213 for 2.1.3.
  package let version: UInt16

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "PnP identity")
    source = try reader.integer()
    vendor = try reader.integer()
    product = try reader.integer()
    version = try reader.integer()
    try reader.end()
  }
}
