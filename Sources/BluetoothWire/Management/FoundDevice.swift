/// An advertisement or a scan response. BlueZ, doc/mgmt-api.txt, "Device Found Event".
package struct FoundDevice: Hashable, Sendable {
  package let address: ManagementAddress
  /// dBm; nil unknown.
  package let signal: Int?
  /// AD structures as they came.
  package let payload: [UInt8]

  package init(address: ManagementAddress, signal: Int?, payload: [UInt8]) {
    self.address = address
    self.signal = signal
    self.payload = payload
  }
}
