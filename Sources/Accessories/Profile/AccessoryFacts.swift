import BluetoothWire

/// What an accessory says of itself while it is being linked, and again on each connection. Nothing of it is proven.
package struct AccessoryFacts: Hashable, Sendable {
  package var name: String?
  package var model: String?
  package var hardware: String?
  package var firmware: String?
  package var batteryPercent: Int?

  /// Nothing is known yet.
  package init() {}

  /// The longest text that is kept, in bytes: the registry's limit for names.
  static let longestText = 64

  /// Takes a value that says something of the accessory; a malformed one says nothing, and what was known stays.
  package mutating func take(_ source: GATTPlan.Characteristic, _ bytes: [UInt8]) {
    if source == AccessoryProfile.battery {
      batteryPercent = (try? BatteryLevel(parsing: bytes)).map { Int($0.percent) } ?? batteryPercent
      return
    }
    guard source.service == .deviceInformation,
      let text = (try? GATTText(parsing: bytes)).flatMap({ Self.fit($0.text) })
    else { return }
    switch source.characteristic {
    case .modelNumber: model = text
    case .hardwareRevision: hardware = text
    case .firmwareRevision: firmware = text
    default: break
    }
  }

  /// Fit to be stored and shown: without characters that control or move what follows, without spaces around, cut to whole
  /// characters. Nil when nothing is left.
  static func fit(_ text: String) -> String? {
    var kept = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        continue
      default: break
      }
      // Spaces in front are no start of a name.
      if kept.isEmpty, scalar.properties.isWhitespace { continue }
      count += UTF8.width(scalar)
      if count > longestText { break }
      kept.append(scalar)
    }
    while let last = kept.last, last.properties.isWhitespace { kept.removeLast() }
    return kept.isEmpty ? nil : String(kept)
  }
}
