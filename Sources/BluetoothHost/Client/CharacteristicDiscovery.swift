package import BluetoothWire

/// Finds the characteristics of one service, without their descriptors. Core Specification 5.4, Vol 3, Part G, 4.6.1.
package struct CharacteristicDiscovery: GATTProcedure, Sendable {
  private var walk: AttributeWalk
  private var characteristics: [RemoteCharacteristic] = []

  /// - Parameter range: the service's; a service of one handle has nothing to find.
  package init(in range: AttributeRange) {
    walk = AttributeWalk(
      range, most: GATTBounds.characteristicsInService, of: "characteristics in a service")
  }

  package mutating func start() -> GATTStep<[RemoteCharacteristic]> {
    .ask(
      .readByTypeRequest(first: walk.next, last: walk.last, type: AttributeUUID(.characteristic)))
  }

  package mutating func advance(_ answer: ATTPDU) -> GATTStep<[RemoteCharacteristic]> {
    do throws(GATTFault) {
      switch answer {
      case .readByTypeResponse(let values): for value in values { try take(value) }
      case .errorResponse(_, let handle, let code): try walk.stop(code, at: handle)
      default: throw .violation("an answer of another kind")
      }
      return walk.isAtEnd ? .done(characteristics) : start()
    } catch {
      return .stopped(error)
    }
  }

  private mutating func take(_ value: ATTPDU.AttributeValue) throws(GATTFault) {
    let declaration: CharacteristicDeclaration
    do throws(WireError) {
      declaration = try CharacteristicDeclaration(parsing: value.value)
    } catch {
      throw .violation(error.description)
    }
    guard declaration.valueHandle > value.handle else {
      throw .violation("a characteristic whose value comes before it")
    }
    try walk.pass(from: value.handle, to: declaration.valueHandle)
    characteristics.append(
      RemoteCharacteristic(
        uuid: declaration.uuid, properties: declaration.properties, declaration: value.handle,
        valueHandle: declaration.valueHandle))
  }
}
