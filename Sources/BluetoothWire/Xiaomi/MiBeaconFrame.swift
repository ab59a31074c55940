/// What Xiaomi's accessories say as the value of service FE95. Layout as xiaomi-ble reads it.
package struct MiBeaconFrame: Hashable, Sendable {
  package let control: Control
  package let product: Product
  package let counter: UInt8
  /// Least significant byte first; nil when the frame leaves it out.
  package let address: [UInt8]?
  package let content: Content

  package struct Control: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package static let isEncrypted = Control(rawValue: 1 << 3)
    package static let hasAddress = Control(rawValue: 1 << 4)
    package static let hasCapability = Control(rawValue: 1 << 5)
    package static let hasObject = Control(rawValue: 1 << 6)
    package static let isMesh = Control(rawValue: 1 << 7)
    /// Bound to somebody's account.
    package static let isBound = Control(rawValue: 1 << 8)
    package static let asksToBind = Control(rawValue: 1 << 9)

    package var version: Int { Int(rawValue >> 12) }
  }

  package struct Product: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package static let scaleS200 = Product(rawValue: 0x4C04)
    package static let scaleS400 = Product(rawValue: 0x3BD5)
  }

  package enum Content: Hashable, Sendable {
    /// Only presence.
    case nothing
    case plain([MiBeaconObject])
    case sealed(MiBeaconSeal)
    /// Versions 2 and 3: no tag that proves the key, so what opens is not authenticated. Not opened here.
    case weaklySealed([UInt8])
  }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "MiBeacon frame")
    control = Control(rawValue: try reader.integer())
    product = Product(rawValue: try reader.integer())
    counter = try reader.integer()
    address = control.contains(.hasAddress) ? try reader.take(6) : nil
    if control.contains(.hasCapability) {
      let capability: UInt8 = try reader.integer()
      if capability & 0x20 != 0 { _ = try reader.take(2) }
    }
    guard control.contains(.hasObject) else {
      content = .nothing
      return
    }
    guard control.contains(.isEncrypted) else {
      content = .plain(try MiBeaconObject.list(parsing: reader.rest()))
      return
    }
    guard control.version >= 4 else {
      content = .weaklySealed(reader.rest())
      return
    }
    guard reader.count > MiBeaconSeal.overhead else { throw reader.refuse("sealed part too short") }
    content = .sealed(
      MiBeaconSeal(
        ciphertext: try reader.take(reader.count - MiBeaconSeal.overhead),
        extendedCounter: try reader.take(3), tag: try reader.take(4), head: Array(bytes[2..<5])))
  }
}

extension MiBeaconFrame {
  /// A frame of version 5 without its address, as the simulated scale sends it.
  ///
  /// - Parameter seal: the ciphertext and its tag, of a plaintext and a nonce.
  package static func encodedSealed(
    _ objects: [MiBeaconObject], of product: Product, counter: UInt32, address: [UInt8],
    seal: (_ plain: [UInt8], _ nonce: [UInt8]) -> [UInt8]
  ) -> [UInt8] {
    let control: Control = [.isEncrypted, .hasObject, .isBound]
    var head: [UInt8] = []
    head.append(littleEndian: control.rawValue | 5 << 12)
    head.append(littleEndian: product.rawValue)
    head.append(UInt8(truncatingIfNeeded: counter))
    let extendedCounter = (1...3).map { UInt8(truncatingIfNeeded: counter >> (8 * $0)) }
    let sealed = seal(objects.flatMap { $0.encoded() }, address + head[2..<5] + extendedCounter)
    return head + sealed.dropLast(MiBeaconSeal.tagLength) + extendedCounter
      + sealed.suffix(MiBeaconSeal.tagLength)
  }
}

/// The encrypted part of a frame of version 4 or 5: AES-128-CCM, for which the key is the accessory's bind key.
package struct MiBeaconSeal: Hashable, Sendable {
  package let ciphertext: [UInt8]
  private let extendedCounter: [UInt8]
  /// Four bytes.
  package let tag: [UInt8]
  /// Product and counter, as in the frame.
  private let head: [UInt8]

  static let overhead = 7

  init(ciphertext: [UInt8], extendedCounter: [UInt8], tag: [UInt8], head: [UInt8]) {
    self.ciphertext = ciphertext
    self.extendedCounter = extendedCounter
    self.tag = tag
    self.head = head
  }

  package static let associatedBytes: [UInt8] = [0x11]
  package static let tagLength = 4

  /// 12 bytes. `address`: six, least significant first, as the radio has it, because a frame may leave it out.
  package func nonce(address: [UInt8]) -> [UInt8] {
    precondition(address.count == 6, "an address has six bytes")
    return address + head + extendedCounter
  }

  /// Grows with every new frame under one key; a frame that does not exceed the last one is a replay.
  package var counter: UInt32 {
    extendedCounter.reversed().reduce(0) { $0 << 8 | UInt32($1) } << 8 | UInt32(head[2])
  }
}
