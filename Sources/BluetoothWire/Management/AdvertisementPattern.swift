/// A stretch of an advertisement that makes it interesting. BlueZ, doc/mgmt-api.txt, "Add Advertisement Patterns Monitor Command".
package struct AdvertisementPattern: Hashable, Sendable {
  package let type: AdvertisingType
  package let value: [UInt8]

  private static let longest = 31

  /// - Parameter value: how the content of the AD structure begins, at most 31 bytes.
  package init(type: AdvertisingType, value: [UInt8]) {
    precondition(value.count <= AdvertisementPattern.longest, "a pattern has at most 31 bytes")
    self.type = type
    self.value = value
  }

  func encoded() -> [UInt8] {
    [type.rawValue, 0, UInt8(value.count)] + value
      + [UInt8](repeating: 0, count: AdvertisementPattern.longest - value.count)
  }
}
