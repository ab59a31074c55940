import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// How operators name an account: by its id, or by the e-mail address or phone number that finds it.
enum AccountName {
  static let parameter = Parameter<String>.argument(
    "ACCOUNT", help: "an account's id (acc_…), e-mail address or phone number")

  /// The path of the account under the operator's routes.
  static func path(_ call: Invocation, on remote: Remote) throws -> String {
    let name = call[parameter]
    let id = name.hasPrefix("acc_") ? name : try find(name, on: remote).cell("account")
    return "/v1/operator/accounts/\(ClientRequest.escaped(id))"
  }

  static func find(_ identifier: String, on remote: Remote) throws -> JSONObject {
    let answer = try remote.object(
      "/v1/operator/accounts?identifier=\(ClientRequest.escaped(identifier))")
    guard let account = answer.objects("accounts").first else {
      throw Failure(.notFound, "no account has \(identifier)")
    }
    return account
  }
}
