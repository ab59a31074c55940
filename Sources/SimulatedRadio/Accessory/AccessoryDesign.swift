package import BluetoothHost

/// An accessory to be put on the air.
package struct AccessoryDesign: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Connected: heart rate, steps, battery, time.
    case band
    /// Connected: a Mi Smart Band, which listens to who has its key.
    case huamiBand
    /// Connected: heart rate and battery, and as little besides as the standard asks for.
    case strap
    /// Connected: weight, body composition, its own users, battery, time.
    case scale
    /// Connected: a Mi Body Composition Scale that keeps what it weighs until somebody has it.
    case historyScale
    /// Never connected: tells everybody what it shows, in the format of a Mi Body Composition Scale.
    case broadcastScale
    /// Never connected: tells what it shows to whoever has its bind key, in the format of an S400.
    case sealedScale

    /// Whether there is a connection to speak of.
    package var isConnected: Bool { self != .broadcastScale && self != .sealedScale }
  }

  package let kind: Kind
  package let address: BluetoothAddress
  /// As advertised; at most 20 bytes of UTF-8, so that everything fits one legacy advertisement.
  package let name: String
  package var pairing: PairingMethod
  /// The firmware that it says it runs.
  package var firmware: String
  /// The hardware revision that it says it is.
  package var hardware: String
  package var batteryPercent: UInt8 = 87
  /// Bytes of the keys that it agrees to, 7...16.
  package var keySize = LinkSecurity.wholeKey
  /// dBm.
  package var signal = -58

  package init(
    _ kind: Kind, address: BluetoothAddress, name: String, pairing: PairingMethod
  ) {
    precondition(name.utf8.count <= 20, "a name has at most 20 bytes")
    self.kind = kind
    self.address = address
    self.name = name
    self.pairing = pairing
    switch kind {
    case .band:
      firmware = "1.3.0"
      hardware = "b2"
    case .huamiBand:
      firmware = "1.0.2.66"
      hardware = "0.44.17.2"
    case .strap:
      firmware = "4.1"
      hardware = "s1"
    case .scale, .historyScale, .broadcastScale, .sealedScale:
      firmware = "1.0.0"
      hardware = "t1"
    }
  }
}

/// How an accessory pairs. Core Specification 5.4, Vol 3, Part H, 2.3.5.
package enum PairingMethod: Hashable, Sendable {
  /// It has neither a display nor buttons for digits.
  case justWorks
  /// It shows six digits, and its wearer accepts them.
  case compare
  /// It shows these digits, or has them printed on it, and they are typed on the phone: 0...999999.
  case showsPasskey(UInt32)
  /// Digits are typed on it: see `SimulatedAir.type`.
  case typesPasskey
  /// It is not in its pairing mode.
  case refuses

  /// Whether somebody who sits in between would be noticed.
  var isAuthenticated: Bool {
    switch self {
    case .justWorks, .refuses: false
    case .compare, .showsPasskey, .typesPasskey: true
    }
  }
}

extension AccessoryDesign {
  /// Those that the demo shows.
  package static let lumenBand = AccessoryDesign(
    .band, address: address(0xC1), name: "Lumen Band", pairing: .compare)
  package static let terraScale = AccessoryDesign(
    .scale, address: address(0xC2), name: "Terra Scale", pairing: .justWorks)
  package static let miScale = AccessoryDesign(
    .broadcastScale, address: address(0xC3), name: "MIBFS", pairing: .refuses)
  package static let pulseStrap = AccessoryDesign(
    .strap, address: address(0xC4), name: "Pulse Strap 7", pairing: .justWorks)

  package static let sealedScale = AccessoryDesign(
    .sealedScale, address: address(0xC5), name: "S400", pairing: .refuses)

  package static let historyScale = AccessoryDesign(
    .historyScale, address: address(0xC6), name: "MIBFS", pairing: .justWorks)

  package static let huamiBand = AccessoryDesign(
    .huamiBand, address: address(0xC7), name: "Mi Smart Band 5", pairing: .justWorks)

  /// Of every simulated accessory that has one: what its owner would have from its maker's app.
  package static let bindKey: [UInt8] = Array(0x20...0x2F)

  /// Static random addresses, which have both upper bits set. Core Specification 5.4, Vol 6, Part B, 1.3.2.1.
  private static func address(_ last: UInt8) -> BluetoothAddress {
    BluetoothAddress(bytes: [last, 0x0A, 0x9D, 0x4E, 0x77, 0xE8], isRandom: true)
  }
}
