/// A key that encrypts connections with one peer, as the kernel gives it out and takes it back. BlueZ, doc/mgmt-api.txt, "Load Long
/// Term Keys Command"; Core Specification 5.4, Vol 3, Part H, 2.4.
package struct LongTermKey: Hashable, Sendable {
  package let peer: ManagementAddress
  package let kind: Kind
  /// Of legacy pairing, which makes a key for each direction: ours when we are the one that connects.
  package let isForCentral: Bool
  /// Bytes, 7...16 by the specification.
  package let size: UInt8
  package let diversifier: UInt16
  /// Eight bytes.
  package let random: [UInt8]
  /// Sixteen bytes.
  package let value: [UInt8]

  package init(
    peer: ManagementAddress, kind: Kind, isForCentral: Bool, size: UInt8, diversifier: UInt16,
    random: [UInt8], value: [UInt8]
  ) {
    precondition(random.count == 8 && value.count == 16, "eight random bytes and a key of sixteen")
    self.peer = peer
    self.kind = kind
    self.isForCentral = isForCentral
    self.size = size
    self.diversifier = diversifier
    self.random = random
    self.value = value
  }

  /// How it came about.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let legacy = Kind(rawValue: 0)
    package static let legacyAuthenticated = Kind(rawValue: 1)
    package static let secureConnections = Kind(rawValue: 2)
    package static let secureConnectionsAuthenticated = Kind(rawValue: 3)
    /// Made with a key pair that the specification prints.
    package static let debug = Kind(rawValue: 4)

    package var isAuthenticated: Bool {
      self == .legacyAuthenticated || self == .secureConnectionsAuthenticated
    }
  }

  package func encoded() -> [UInt8] {
    var bytes = peer.encoded()
    bytes += [kind.rawValue, isForCentral ? 1 : 0, size]
    bytes.append(littleEndian: diversifier)
    return bytes + random + value
  }
}

extension ByteReader {
  mutating func longTermKey() throws(WireError) -> LongTermKey {
    let peer = try managementAddress()
    let kind = LongTermKey.Kind(rawValue: try integer())
    let isForCentral = try integer(UInt8.self) != 0
    let size: UInt8 = try integer()
    let diversifier: UInt16 = try integer()
    let random = try take(8)
    return LongTermKey(
      peer: peer, kind: kind, isForCentral: isForCentral, size: size, diversifier: diversifier,
      random: random, value: try take(16))
  }
}
