/// What is written to a Huami band's characteristic 0009 to prove that one has its key. As Gadgetbridge 0.83 writes it.
package enum HuamiHandshakeRequest: Hashable, Sendable {
  /// Sixteen bytes to encrypt, please.
  case challenge
  /// The sixteen bytes, encrypted with the key: AES-128, one block.
  case proof([UInt8])

  /// How a generation writes it.
  package enum Dialect: Hashable, Sendable {
    /// Mi Band 2.
    case second
    /// Mi Band 3 and Amazfit watches of its time.
    case third
    /// Mi Smart Band 4 and 5.
    case fourth
  }

  package func encoded(in dialect: Dialect) -> [UInt8] {
    switch (self, dialect) {
    case (.challenge, .second): [0x02, 0x08]
    case (.challenge, .third): [0x02, 0x00]
    case (.challenge, .fourth): [0x82, 0x00, 0x02, 0x01, 0x00]
    case (.proof(let block), .second): [0x03, 0x08] + block
    case (.proof(let block), .third): [0x03, 0x00] + block
    case (.proof(let block), .fourth): [0x83, 0x00] + block
    }
  }

  /// In any dialect.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Huami handshake request")
    let opcode: UInt8 = try reader.integer()
    _ = try reader.integer(UInt8.self)
    switch opcode {
    case 0x02: self = .challenge
    case 0x82:
      guard try reader.take(3) == [0x02, 0x01, 0x00] else { throw reader.refuse("another form") }
      self = .challenge
    case 0x03, 0x83: self = .proof(try reader.take(HuamiHandshakeAnswer.blockLength))
    default: throw reader.refuse("an unknown request")
    }
    try reader.end()
  }
}

/// What the band notifies in answer.
package enum HuamiHandshakeAnswer: Hashable, Sendable {
  /// Encrypt this.
  case challenge([UInt8])
  case accepted
  /// The proof is wrong, or the band wants none: says its own number for why.
  case refused(UInt8)

  package static let blockLength = 16
  private static let success: UInt8 = 0x01

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "Huami handshake answer")
    guard try reader.integer(UInt8.self) == 0x10 else { throw reader.refuse("not an answer") }
    let request: UInt8 = try reader.integer()
    let result: UInt8 = try reader.integer()
    // Bands of the fourth dialect set the upper bit, as they are asked.
    switch (request & 0x7F, result) {
    case (0x02, HuamiHandshakeAnswer.success):
      self = .challenge(try reader.take(HuamiHandshakeAnswer.blockLength))
    case (0x03, HuamiHandshakeAnswer.success): self = .accepted
    case (0x02, _), (0x03, _): self = .refused(result)
    default: throw reader.refuse("an answer to another request")
    }
    try reader.end()
  }

  package func encoded() -> [UInt8] {
    switch self {
    case .challenge(let block): [0x10, 0x02, 0x01] + block
    case .accepted: [0x10, 0x03, 0x01]
    case .refused(let why): [0x10, 0x03, why]
    }
  }
}
