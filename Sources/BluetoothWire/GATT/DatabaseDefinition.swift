/// The attributes of a server in the order of their handles, as its database hash covers them. Core Specification 5.4,
/// Vol 3, Part G, 7.3.
package struct DatabaseDefinition: Hashable, Sendable {
  private var bytes: [UInt8] = []

  package init() {}

  /// Adds the next attribute. Values count only for declarations and extended properties; other types than those and the
  /// standard descriptors are left out, as the specification has it.
  package mutating func add(_ handle: AttributeHandle, type: UUID16, value: [UInt8]) {
    switch type {
    case .primaryService, .secondaryService, .include, .characteristic, .extendedProperties:
      bytes.append(handle)
      bytes.append(littleEndian: type.rawValue)
      bytes += value
    case .userDescription, .clientConfiguration, .serverConfiguration, .presentationFormat,
      .aggregateFormat:
      bytes.append(handle)
      bytes.append(littleEndian: type.rawValue)
    default:
      break
    }
  }

  /// What AES-CMAC under a key of zeros turns into the hash. The cipher is not of this target.
  package var hashMessage: [UInt8] { bytes }
}
