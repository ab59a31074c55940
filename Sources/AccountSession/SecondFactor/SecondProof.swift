/// What somebody brings besides the password. One of the two: a sign-in spends at most one recovery code (RC-04).
enum SecondProof: Sendable {
  /// As it was typed, spaces and hyphens aside; not always a number.
  case code(String)
  /// Nil for what was typed and is none: refused like a wrong one.
  case recoveryCode(RecoveryCode?)
}

extension JSONBody {
  /// A code or `recovery_code`, or neither.
  ///
  /// - Parameter name: of the member with the authenticator's code.
  func optionalSecondProof(code name: String = "code") throws(BodyMistake) -> SecondProof? {
    let code = try optionalText(name, most: 32)
    let recovery = try optionalText("recovery_code", most: 64)
    switch (code, recovery) {
    case (nil, nil): return nil
    case (let code?, nil): return .code(code.filter { $0 != " " && $0 != "-" })
    case (nil, let recovery?): return .recoveryCode(RecoveryCode(typed: recovery))
    case (_?, _?): throw mistake("recovery_code", "absent where \(name) is given")
    }
  }
}
