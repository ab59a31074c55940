package import BluetoothWire

/// What a kernel radio is told once.
package struct KernelRadioSettings: Sendable {
  package let sockets: KernelSockets
  /// Where other programs that use the kernel's Bluetooth are looked for.
  package let owners: ForeignOwner
  /// For a controller that was made without an address; six bytes, the two highest bits set. The same at each start, or bonds are lost.
  package let staticAddress: [UInt8]
  /// Of advertisements that are listened for even while nobody looks for accessories.
  package let patterns: [AdvertisementPattern]

  package init(
    sockets: KernelSockets = .real, owners: ForeignOwner = ForeignOwner(), staticAddress: [UInt8],
    patterns: [AdvertisementPattern]
  ) {
    precondition(
      staticAddress.count == 6 && staticAddress[5] & 0xC0 == 0xC0, "not a static address")
    self.sockets = sockets
    self.owners = owners
    self.staticAddress = staticAddress
    self.patterns = patterns
  }
}
