/// What is asked of a scale's user list at characteristic 2A9F. User Data Service 1.1, section 3.2.2.
package enum UserRequest: Hashable, Sendable {
  /// Makes a user, guarded by a code of 0...9999.
  case register(consent: UInt16)
  /// Speaks for a user from now on.
  case consent(user: UInt8, code: UInt16)
  /// Deletes what is known of the user one speaks for.
  case deleteOwnValues
  case listUsers
  case deleteUser(UInt8)

  package func encoded() -> [UInt8] {
    switch self {
    case .register(let code): [0x01] + UserRequest.bytes(code)
    case .consent(let user, let code): [0x02, user] + UserRequest.bytes(code)
    case .deleteOwnValues: [0x03]
    case .listUsers: [0x04]
    case .deleteUser(let user): [0x05, user]
    }
  }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "user control point request")
    switch try reader.integer(UInt8.self) {
    case 0x01: self = .register(consent: try reader.integer())
    case 0x02: self = .consent(user: try reader.integer(), code: try reader.integer())
    case 0x03: self = .deleteOwnValues
    case 0x04: self = .listUsers
    case 0x05: self = .deleteUser(try reader.integer())
    default: throw reader.refuse("an unknown request")
    }
    try reader.end()
  }

  private static func bytes(_ code: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: code), UInt8(truncatingIfNeeded: code >> 8)]
  }
}

/// What the scale indicates in answer.
package struct UserResponse: Hashable, Sendable {
  /// The first byte of the request it answers.
  package let request: UInt8
  package let result: Result
  /// As the new user's number after a registration.
  package let parameter: [UInt8]

  package struct Result: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let success = Result(rawValue: 0x01)
    package static let notSupported = Result(rawValue: 0x02)
    package static let invalidParameter = Result(rawValue: 0x03)
    /// Also when every place is taken.
    package static let failed = Result(rawValue: 0x04)
    package static let notAuthorised = Result(rawValue: 0x05)
  }

  package init(to request: UInt8, _ result: Result, parameter: [UInt8] = []) {
    self.request = request
    self.result = result
    self.parameter = parameter
  }

  package func encoded() -> [UInt8] { [0x20, request, result.rawValue] + parameter }

  package init(parsing bytes: [UInt8]) throws(WireError) {
    var reader = ByteReader(bytes, of: "user control point response")
    guard try reader.integer(UInt8.self) == 0x20 else { throw reader.refuse("not a response") }
    request = try reader.integer()
    result = Result(rawValue: try reader.integer())
    parameter = reader.rest()
  }
}
