import BluetoothWire

/// How a controller is made ours, in the order that the kernel needs: some things can be set only without power, and keys must be
/// there before the first peer is.
struct AdapterSetup {
  /// Ours from now on.
  let address: BluetoothAddress
  private var steps: ArraySlice<ManagementCommand>

  /// - Parameters:
  ///   - staticAddress: for a controller that was made without an address; six bytes, the two highest bits set.
  ///   - bonds: gives those made with this controller, by its address.
  ///   - patterns: of what is listened to even while nobody looks for accessories.
  init(
    _ facts: ControllerFacts, staticAddress: [UInt8], patterns: [AdvertisementPattern],
    bonds: (BluetoothAddress) -> [Bond]
  ) {
    address = BluetoothAddress(
      bytes: facts.hasPublicAddress ? facts.address : staticAddress,
      isRandom: !facts.hasPublicAddress)
    let bonds = bonds(address)
    var steps: [ManagementCommand] = [.setPowered(false), .setLowEnergy(true)]
    // Keys that are derived across from the other Bluetooth do not exist where that is off.
    steps.append(.setClassic(false))
    if !facts.hasPublicAddress { steps.append(.setStaticAddress(staticAddress)) }
    steps += [
      .setBondable(true), .setSecureConnections(true), .setDebugKeys(false),
      .setIOCapability(.keyboardDisplay),
    ]
    steps += AdapterSetup.keys(bonds) + [.setPowered(true)]
    steps.append(.removeMonitors)
    if !patterns.isEmpty { steps.append(.addPatternMonitor(patterns)) }
    self.steps = steps[...]
  }

  /// Makes the kernel's keys those of the bonds, whatever it had before.
  static func keys(_ bonds: [Bond]) -> [ManagementCommand] {
    [
      .loadIdentityKeys(bonds.compactMap(\.identityKey)),
      .loadLongTermKeys(bonds.flatMap(\.longTermKeys)),
    ]
  }

  /// Nil when the controller is ours.
  mutating func next() -> ManagementCommand? { steps.popFirst() }

  /// What a refusal comes to; nil where the set-up goes on all the same.
  static func obstacle(
    _ status: ManagementStatus, to command: ManagementCommand, of controller: ControllerIndex
  ) -> RadioObstacle? {
    switch (command, status) {
    case (_, .permissionDenied): .notPermitted
    case (_, .blocked): .blocked(controller)
    // A controller that has no BR/EDR cannot switch it off.
    case (.setClassic(false), .notSupported): nil
    // Without monitors, what only broadcasts is heard less often.
    case (.addPatternMonitor, _), (.removeMonitors, _): nil
    default: .refused(controller, command.opcode, status)
    }
  }
}
