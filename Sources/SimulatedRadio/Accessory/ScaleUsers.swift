import BluetoothWire

/// The people whom a scale knows, each guarded by a code. User Data Service 1.1, section 3.2.
struct ScaleUsers {
  private var codes: [UInt8: UInt16] = [:]
  private static let most = 8
  private var current: UInt8?

  mutating func answer(_ value: [UInt8]) -> UserResponse {
    let opcode = value.first ?? 0
    do throws(WireError) {
      return answer(try UserRequest(parsing: value), opcode)
    } catch {
      return UserResponse(
        to: opcode, (1...5).contains(opcode) ? .invalidParameter : .notSupported)
    }
  }

  private mutating func answer(_ request: UserRequest, _ opcode: UInt8) -> UserResponse {
    switch request {
    case .register(let code):
      guard code <= 9_999 else { return UserResponse(to: opcode, .invalidParameter) }
      let free = (1...UInt8(ScaleUsers.most)).first { codes[$0] == nil }
      guard let free else { return UserResponse(to: opcode, .failed) }
      codes[free] = code
      return UserResponse(to: opcode, .success, parameter: [free])
    case .consent(let user, let code):
      guard codes[user] == code else { return UserResponse(to: opcode, .notAuthorised) }
      current = user
      return UserResponse(to: opcode, .success)
    case .listUsers:
      return UserResponse(
        to: opcode, .success, parameter: [UInt8(codes.count)] + codes.keys.sorted())
    case .deleteOwnValues:
      return UserResponse(to: opcode, current == nil ? .notAuthorised : .success)
    case .deleteUser(let user):
      guard codes.removeValue(forKey: user) != nil else {
        return UserResponse(to: opcode, .invalidParameter)
      }
      if current == user { current = nil }
      return UserResponse(to: opcode, .success, parameter: [user])
    }
  }
}
