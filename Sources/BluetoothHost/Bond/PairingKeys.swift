import BluetoothWire

/// The keys of one pairing, as the kernel gives them out.
struct PairingKeys: Hashable {
  private var longTermKeys: [LongTermKey] = []
  private var identityKey: IdentityKey?
  private var flaw: BondFlaw?

  mutating func take(_ key: LongTermKey, isToBeKept: Bool) {
    if let found = PairingKeys.flaw(of: key, isToBeKept: isToBeKept) { flaw = flaw ?? found }
    // The kernel tells a key once; another of the same direction takes the place of the one before.
    longTermKeys.removeAll { $0.isForCentral == key.isForCentral }
    longTermKeys.append(key)
  }

  /// An all-zero key resolves addresses that anybody can make up, so it is as good as none. Bonds with peers whose address stays do
  /// without.
  mutating func take(_ key: IdentityKey, heardAs changing: ManagementAddress?) {
    if !key.isZero { identityKey = key } else if changing != nil { flaw = flaw ?? .noIdentity }
  }

  private static func flaw(of key: LongTermKey, isToBeKept: Bool) -> BondFlaw? {
    if key.peer.kind == .classic { return .otherTransport }
    if key.kind == .debug { return .debugKey }
    if key.size < LinkSecurity.wholeKey { return .keyTooShort }
    if !isToBeKept { return .notKept }
    return nil
  }

  /// - Parameter isAuthenticated: the owner compared or typed digits.
  func bond(
    of peer: ManagementAddress, with adapter: BluetoothAddress, isAuthenticated: Bool
  ) -> Result<Bond, BondFlaw> {
    if let flaw { return .failure(flaw) }
    guard peer.isIdentity else { return .failure(.noIdentity) }
    let keys = longTermKeys.filter { $0.peer == peer }
    guard !keys.isEmpty else { return .failure(.notKept) }
    let bond = Bond(
      adapter: adapter.bytes, peer: peer, longTermKeys: keys,
      identityKey: identityKey?.peer == peer ? identityKey : nil)
    guard bond.isAuthenticated || !isAuthenticated else { return .failure(.notAuthenticated) }
    return .success(bond)
  }
}
