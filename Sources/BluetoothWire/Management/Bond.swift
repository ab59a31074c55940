/// What pairing leaves behind: with it two devices know each other again and speak encrypted. The bytes of `encoded` are what is
/// kept, sealed, until the owner lets the accessory go.
package struct Bond: Hashable, Sendable {
  /// Our controller's address, six bytes: its keys are of no use to another.
  package let adapter: [UInt8]
  /// The address that stays the peer's.
  package let peer: ManagementAddress
  /// One, or with legacy pairing one for each direction.
  package let longTermKeys: [LongTermKey]
  /// Of a peer that changes its address.
  package let identityKey: IdentityKey?

  package static let mostLongTermKeys = 2
  /// The first byte of what is kept; another one is of a version that this program does not know.
  private static let format: UInt8 = 1

  package init(
    adapter: [UInt8], peer: ManagementAddress, longTermKeys: [LongTermKey],
    identityKey: IdentityKey?
  ) {
    precondition(adapter.count == 6, "an address has six bytes")
    precondition(
      (1...Bond.mostLongTermKeys).contains(longTermKeys.count), "a bond has one or two keys")
    self.adapter = adapter
    self.peer = peer
    self.longTermKeys = longTermKeys
    self.identityKey = identityKey
  }

  /// Nobody can have sat in between while it was made.
  package var isAuthenticated: Bool { longTermKeys.allSatisfy(\.kind.isAuthenticated) }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "bond")
    guard try reader.integer(UInt8.self) == Bond.format else {
      throw reader.refuse("of another version")
    }
    adapter = try reader.take(6)
    peer = try reader.managementAddress()
    let count = try reader.integer(UInt8.self)
    guard (1...Bond.mostLongTermKeys).contains(Int(count)) else {
      throw reader.refuse("not one or two keys")
    }
    var keys: [LongTermKey] = []
    for _ in 0..<count { keys.append(try reader.longTermKey()) }
    longTermKeys = keys
    identityKey = reader.isAtEnd ? nil : try reader.identityKey()
    try reader.end()
  }

  package func encoded() -> [UInt8] {
    [Bond.format] + adapter + peer.encoded() + [UInt8(longTermKeys.count)]
      + longTermKeys.flatMap { $0.encoded() } + (identityKey?.encoded() ?? [])
  }
}
