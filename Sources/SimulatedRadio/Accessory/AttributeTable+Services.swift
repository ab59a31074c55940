import BluetoothHost
import BluetoothWire
import Cryptography

/// The services that every simulated accessory has.
extension AttributeTable {
  /// Generic access and generic attribute, with a change indication and a database hash that is filled in later.
  mutating func addGenericServices(named name: String, appearance: UInt16) {
    addService(AttributeUUID(.genericAccess))
    addCharacteristic(AttributeUUID(.deviceName), .read, .readable, value: Array(name.utf8))
    addCharacteristic(
      AttributeUUID(.appearance), .read, .readable,
      value: [UInt8(truncatingIfNeeded: appearance), UInt8(truncatingIfNeeded: appearance >> 8)])
    addService(AttributeUUID(.genericAttribute))
    addCharacteristic(
      AttributeUUID(.serviceChanged), .indicate,
      AttributeAccess(reading: .never, writing: .never, subscribing: .encryption))
    addCharacteristic(
      AttributeUUID(.databaseHash), .read, .readable, value: [UInt8](repeating: 0, count: 16))
  }

  /// Device Information Service 1.1. Who it is may be read by anybody, as on most accessories.
  mutating func addDeviceInformation(model: String, of design: AccessoryDesign) {
    addService(AttributeUUID(.deviceInformation))
    for (type, text) in [
      (UUID16.manufacturerName, "Lanyard Samples"), (.modelNumber, model),
      (.serialNumber, design.address.description), (.firmwareRevision, design.firmware),
      (.hardwareRevision, design.hardware),
    ] {
      addCharacteristic(AttributeUUID(type), .read, .readable, value: Array(text.utf8))
    }
  }

  /// Battery Service 1.0, and Current Time Service 1.1 with a clock that can be set.
  mutating func addBatteryAndTime(batteryPercent: UInt8) {
    addService(AttributeUUID(.battery))
    addCharacteristic(
      AttributeUUID(.batteryLevel), [.read, .notify],
      AttributeAccess(reading: .encryption, writing: .never), value: [batteryPercent])
    addService(AttributeUUID(.currentTimeService))
    addCharacteristic(
      AttributeUUID(.currentTime), [.read, .write],
      AttributeAccess(reading: .encryption, writing: .encryption),
      value: CurrentTime(time: CalendarTime(secondsSince1970: 0), weekday: 4).encoded())
  }

  /// Core Specification 5.4, Vol 3, Part G, 7.3. The cipher's result is sent from its other end.
  mutating func fillDatabaseHash() {
    var definition = DatabaseDefinition()
    for attribute in all {
      if let type = attribute.type.short {
        definition.add(attribute.handle, type: type, value: attribute.value)
      }
    }
    let zeros = [UInt8](repeating: 0, count: AES128.keyLength)
    let hash = AES128.cmac(definition.hashMessage, key: zeros)
    setValue(hash.reversed(), at: handle(of: .databaseHash, in: .genericAttribute))
  }

  /// Of a characteristic that the table was built with.
  func handle(of characteristic: UUID16, in service: UUID16) -> AttributeHandle {
    guard
      let handle = valueHandle(
        of: AttributeUUID(characteristic, in: service), in: AttributeUUID(service))
    else { preconditionFailure("a table without the characteristic it was built with") }
    return handle
  }
}
