/// What an attribute is: a UUID of 128 bits, or one of 16 bits within the Bluetooth base. Two spellings of one UUID are
/// equal. Core Specification 5.4, Vol 3, Part B, 2.5.1.
package struct AttributeUUID: Hashable, Sendable, CustomStringConvertible {
  /// Numeric value, upper and lower half.
  private let high: UInt64
  private let low: UInt64

  private static let baseLow: UInt64 = 0x8000_0080_5F9B_34FB
  private static let baseHigh: UInt64 = 0x0000_0000_0000_1000

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package init(_ short: UUID16) {
    high = AttributeUUID.baseHigh | UInt64(short.rawValue) << 32
    low = AttributeUUID.baseLow
  }

  /// As on the air, least significant byte first. Nil unless `bytes` are 2 or 16.
  package init?(littleEndian bytes: some Collection<UInt8>) {
    switch bytes.count {
    case 2:
      let value = bytes.reversed().reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
      self.init(UUID16(rawValue: value))
    case 16:
      let big = bytes.reversed()
      self.init(
        high: big.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
        low: big.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
    default:
      return nil
    }
  }

  /// The 16-bit form; nil outside the Bluetooth base.
  package var short: UUID16? {
    guard low == AttributeUUID.baseLow, high & 0xFFFF_0000_FFFF_FFFF == AttributeUUID.baseHigh
    else { return nil }
    return UUID16(rawValue: UInt16(truncatingIfNeeded: high >> 32))
  }

  /// Two bytes where there is a 16-bit form, else 16; least significant first.
  package var littleEndian: [UInt8] {
    var bytes: [UInt8] = []
    if let short {
      bytes.append(littleEndian: short.rawValue)
    } else {
      bytes.append(littleEndian: low)
      bytes.append(littleEndian: high)
    }
    return bytes
  }

  /// As `180D`, or as `00000007-0000-3512-2118-0009AF100700`.
  package var description: String {
    if let short { return AttributeUUID.hex(UInt64(short.rawValue), digits: 4) }
    return [
      AttributeUUID.hex(high >> 32, digits: 8), AttributeUUID.hex(high >> 16, digits: 4),
      AttributeUUID.hex(high, digits: 4), AttributeUUID.hex(low >> 48, digits: 4),
      AttributeUUID.hex(low, digits: 12),
    ].joined(separator: "-")
  }

  private static func hex(_ value: UInt64, digits: Int) -> String {
    let kept = value & (1 << (4 * UInt64(digits)) - 1)
    let text = String(kept, radix: 16, uppercase: true)
    return String(repeating: "0", count: digits - text.count) + text
  }
}

// MARK: - The Huami base

extension AttributeUUID {
  private static let huamiHigh: UInt64 = 0x0000_0000_0000_3512
  private static let huamiLow: UInt64 = 0x2118_0009_AF10_0700

  /// `0000xxxx-0000-3512-2118-0009AF100700`. Gadgetbridge 0.83, HuamiService.
  package static func huami(_ number: UUID16) -> AttributeUUID {
    AttributeUUID(high: huamiHigh | UInt64(number.rawValue) << 32, low: huamiLow)
  }

  /// The number within the Huami base; nil outside it.
  package var huamiNumber: UUID16? {
    guard low == AttributeUUID.huamiLow, high & 0xFFFF_0000_FFFF_FFFF == AttributeUUID.huamiHigh
    else { return nil }
    return UUID16(rawValue: UInt16(truncatingIfNeeded: high >> 32))
  }

  /// A characteristic as profiles name it: within the Huami services a number below 0100 means the Huami base, and so does a Mi
  /// scale's history within its service; everywhere else 16 bits mean the Bluetooth base. No characteristic of the Bluetooth base
  /// is below 2A00, and 2A2F is one of positioning (Position 2D).
  package init(_ characteristic: UUID16, in service: UUID16) {
    let isOfHuami =
      switch service {
      case .huami, .huamiAuthentication: characteristic.rawValue < 0x0100
      case .weightScale, .bodyComposition: characteristic == .miScaleHistory
      default: false
      }
    self = isOfHuami ? .huami(characteristic) : AttributeUUID(characteristic)
  }
}
