package import BluetoothWire

/// The services of a peer as they were discovered.
package struct GATTDatabase: Hashable, Sendable {
  package let services: [RemoteService]

  package init(services: [RemoteService] = []) { self.services = services }

  /// The first of each name counts.
  package func characteristic(
    _ characteristic: AttributeUUID, in service: AttributeUUID
  ) -> RemoteCharacteristic? {
    for candidate in services where candidate.uuid == service {
      if let found = candidate.characteristics.first(where: { $0.uuid == characteristic }) {
        return found
      }
    }
    return nil
  }
}

package struct RemoteService: Hashable, Sendable {
  package let uuid: AttributeUUID
  package let range: AttributeRange
  package let characteristics: [RemoteCharacteristic]

  package init(
    uuid: AttributeUUID, range: AttributeRange, characteristics: [RemoteCharacteristic] = []
  ) {
    self.uuid = uuid
    self.range = range
    self.characteristics = characteristics
  }
}

package struct RemoteCharacteristic: Hashable, Sendable {
  package let uuid: AttributeUUID
  package let properties: CharacteristicProperties
  package let declaration: AttributeHandle
  package let valueHandle: AttributeHandle
  package let descriptors: [ATTPDU.AttributeType]

  package init(
    uuid: AttributeUUID, properties: CharacteristicProperties, declaration: AttributeHandle,
    valueHandle: AttributeHandle, descriptors: [ATTPDU.AttributeType] = []
  ) {
    self.uuid = uuid
    self.properties = properties
    self.declaration = declaration
    self.valueHandle = valueHandle
    self.descriptors = descriptors
  }

  func described(by descriptors: [ATTPDU.AttributeType]) -> RemoteCharacteristic {
    RemoteCharacteristic(
      uuid: uuid, properties: properties, declaration: declaration, valueHandle: valueHandle,
      descriptors: descriptors)
  }

  /// Where to ask it to send by itself; nil when it cannot.
  package var configuration: AttributeHandle? {
    descriptors.first { $0.type == AttributeUUID(.clientConfiguration) }?.handle
  }
}
