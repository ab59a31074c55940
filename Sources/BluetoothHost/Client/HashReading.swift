package import BluetoothWire

/// What a peer had when its attributes had this hash: as long as the hash is the same, it has it still. Core Specification 5.4, Vol 3,
/// Part G, 2.5.2.1 and 7.3.
package struct DatabaseSnapshot: Hashable, Sendable {
  let hash: [UInt8]
  let database: GATTDatabase

  package init(hash: [UInt8], database: GATTDatabase) {
    self.hash = hash
    self.database = database
  }
}

/// Reads the hash over a peer's attributes; nil where it has none. By type, so that it is found before anything is discovered.
package struct HashReading: GATTProcedure, Sendable {
  /// Of AES-CMAC.
  private static let length = 16

  package init() {}

  package mutating func start() -> GATTStep<[UInt8]?> {
    .ask(.readByTypeRequest(first: .first, last: .last, type: AttributeUUID(.databaseHash)))
  }

  package mutating func advance(_ answer: ATTPDU) -> GATTStep<[UInt8]?> {
    switch answer {
    case .readByTypeResponse(let values):
      guard let hash = values.first?.value, hash.count == HashReading.length else {
        return .stopped(.violation("a database hash that is not of 16 bytes"))
      }
      return .done(hash)
    // Without a hash that may be read, what was discovered is good for one connection.
    case .errorResponse: return .done(nil)
    default: return .stopped(.violation("an answer of another kind"))
    }
  }
}
