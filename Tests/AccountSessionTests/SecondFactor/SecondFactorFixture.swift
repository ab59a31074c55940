import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

/// What somebody does who has a second factor, or approves something.
extension AccountFixture {
  /// Proves again who it is; answers as the route does.
  func stepUp(
    _ token: String, _ password: String = passphrase, code: String? = nil,
    recoveryCode: String? = nil, approve act: ApprovedAct? = nil, object: String? = nil
  ) -> Reply {
    var body: JSONObject = ["password": .string(password)]
    body["code"] = code.map { .string($0) }
    body["recovery_code"] = recoveryCode.map { .string($0) }
    if let act {
      body["approve"] = .object([
        "action": .string(act.rawValue), "object": object.map { .string($0) } ?? .null,
      ])
    }
    return ask(
      .post, "/v1/sessions/step-up", token: token,
      body: String(decoding: JSONValue.object(body).encoded(), as: UTF8.self))
  }

  /// The session's next token, with the approval.
  func approving(
    _ act: ApprovedAct, object: String? = nil, code: String? = nil, by token: String
  ) throws -> String {
    try #require(
      stepUp(token, code: code, approve: act, object: object).string("access_token"))
  }

  /// An authenticator that was added and confirmed.
  struct Authenticator {
    let factor: String
    let totp: TOTP
    let recoveryCodes: [String]

    func code(at now: Timestamp) -> String { totp.code(at: TOTP.step(at: now)) }
  }

  /// Adds one; half a minute passes, so that its next code is another.
  func addAuthenticator(
    to account: AccountID, by token: String, code: String? = nil
  ) throws -> (authenticator: Authenticator, token: String) {
    let token = try approving(.addFactor, code: code, by: token)
    let begun = ask(.post, "/v1/account/factors", token: token, body: #"{"name":"Phone"}"#)
    let factor = try #require(begun.string("factor"))
    let totp = try secret(of: factor, account)
    let confirmed = ask(
      .post, "/v1/account/factors/\(factor)/confirm", token: token,
      body: #"{"code":"\#(totp.code(at: TOTP.step(at: clock.now)))"}"#)
    #expect(confirmed.status == .ok)
    clock.advance(.seconds(30))
    var codes: [String] = []
    if case .array(let texts)? = confirmed["recovery_codes"] {
      for case .string(let text) in texts { codes.append(text) }
    }
    return (Authenticator(factor: factor, totp: totp, recoveryCodes: codes), token)
  }

  /// As the database has it.
  func secret(of factor: String, _ account: AccountID) throws -> TOTP {
    let id = try #require(FactorID(factor))
    let row = try writer.perform {
      try SecondFactorStore.row(of: id, of: account, in: $0)
    }
    return try #require(row.flatMap { desk.credentials.secret(of: $0, of: account) })
  }
}
