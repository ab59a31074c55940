import BluetoothWire

/// The bonds that somebody owns. What the kernel knows is made from it, never the other way round.
struct BondBook {
  private var bonds: [BluetoothAddress: Bond] = [:]
  /// Peers that have lost their half. They are not called again: an attacker can say so too, and a kernel of series 6.1 can crash
  /// when such a bond is tried a second time.
  private var quarantined: Set<BluetoothAddress> = []

  init(_ bonds: [Bond]) {
    for bond in bonds {
      if let peer = BluetoothAddress(bond.peer) { self.bonds[peer] = bond }
    }
  }

  subscript(peer: BluetoothAddress) -> Bond? { bonds[peer] }

  func isQuarantined(_ peer: BluetoothAddress) -> Bool { quarantined.contains(peer) }

  /// Those made with the controller of this address.
  func bonds(of adapter: BluetoothAddress) -> [Bond] {
    bonds.values.filter { $0.adapter == adapter.bytes }
      .sorted { $0.peer.bytes.lexicographicallyPrecedes($1.peer.bytes) }
  }

  /// A bond is never overwritten, by a weaker one least of all: its owner lets it go first.
  /// - Returns: false when there is one with the peer already.
  mutating func keep(_ bond: Bond) -> Bool {
    guard let peer = BluetoothAddress(bond.peer), bonds[peer] == nil else { return false }
    bonds[peer] = bond
    return true
  }

  mutating func quarantine(_ peer: BluetoothAddress) {
    if bonds[peer] != nil { quarantined.insert(peer) }
  }

  /// - Returns: the bond that there was.
  mutating func remove(_ peer: BluetoothAddress) -> Bond? {
    quarantined.remove(peer)
    return bonds.removeValue(forKey: peer)
  }
}
