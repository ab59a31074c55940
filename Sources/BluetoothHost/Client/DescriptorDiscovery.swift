package import BluetoothWire

/// Finds the descriptors of one characteristic. Core Specification 5.4, Vol 3, Part G, 4.7.1.
package struct DescriptorDiscovery: GATTProcedure, Sendable {
  private var walk: AttributeWalk
  private var descriptors: [ATTPDU.AttributeType] = []

  /// - Parameter range: what lies between the value and the next characteristic.
  package init(in range: AttributeRange) {
    walk = AttributeWalk(
      range, most: GATTBounds.descriptorsOfCharacteristic, of: "descriptors of a characteristic")
  }

  package mutating func start() -> GATTStep<[ATTPDU.AttributeType]> {
    .ask(.findInformationRequest(first: walk.next, last: walk.last))
  }

  package mutating func advance(_ answer: ATTPDU) -> GATTStep<[ATTPDU.AttributeType]> {
    do throws(GATTFault) {
      switch answer {
      case .findInformationResponse(let types):
        for type in types {
          try walk.pass(from: type.handle, to: type.handle)
          descriptors.append(type)
        }
      case .errorResponse(_, let handle, let code): try walk.stop(code, at: handle)
      default: throw .violation("an answer of another kind")
      }
      return walk.isAtEnd ? .done(descriptors) : start()
    } catch {
      return .stopped(error)
    }
  }
}
