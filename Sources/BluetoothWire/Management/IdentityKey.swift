/// What resolves a peer's changing addresses to the one that stays. BlueZ, doc/mgmt-api.txt, "Load Identity Resolving Keys Command";
/// Core Specification 5.4, Vol 3, Part H, 2.4.2.1.
package struct IdentityKey: Hashable, Sendable {
  package let peer: ManagementAddress
  /// Sixteen bytes.
  package let value: [UInt8]

  package init(peer: ManagementAddress, value: [UInt8]) {
    precondition(value.count == 16, "an identity resolving key has sixteen bytes")
    self.peer = peer
    self.value = value
  }

  /// A key of zeros resolves addresses that anybody can make up.
  package var isZero: Bool { value.allSatisfy { $0 == 0 } }

  package func encoded() -> [UInt8] { peer.encoded() + value }
}

extension ByteReader {
  mutating func identityKey() throws(WireError) -> IdentityKey {
    let peer = try managementAddress()
    return IdentityKey(peer: peer, value: try take(16))
  }
}
