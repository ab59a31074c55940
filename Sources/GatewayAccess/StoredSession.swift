import Commands
package import HTTPClient
package import JSON
import Kernel

/// Who is signed in where, as the settings folder keeps it: mode 0600, replaced whole.
package struct StoredSession: Hashable {
  package let gateway: Origin
  /// A PEM file that the gateway's certificate is verified by, instead of the system's.
  let authorities: String?
  let allowsPlain: Bool
  package let identifier: String
  package var tokens: Tokens

  /// The part that a refresh replaces.
  package struct Tokens: Hashable {
    package let account: String
    package let access: String
    let accessExpiresAt: Timestamp
    let refresh: String

    /// Reads what `POST /v1/sessions` and `…/refresh` answer; members that are not needed here are left aside.
    package init?(_ json: JSONValue?) {
      guard case .object(let object)? = json, let account = object.text("account"),
        let access = object.text("access_token"), let refresh = object.text("refresh_token"),
        let expiry = object.text("access_expires_at").flatMap({ Timestamp($0) })
      else { return nil }
      self.account = account
      self.access = access
      self.refresh = refresh
      accessExpiresAt = expiry
    }

    var members: JSONObject {
      [
        "account": .string(account), "access_token": .string(access),
        "access_expires_at": .string(accessExpiresAt.description),
        "refresh_token": .string(refresh),
      ]
    }
  }

  private static let longest = 64 << 10

  /// Nil when nobody is signed in.
  static func load(from home: Home) throws(Failure) -> StoredSession? {
    let bytes: [UInt8]
    do throws(KernelError) {
      bytes = try FileSystem.read(home.sessionPath, limit: longest)
    } catch {
      if error.errno == .noSuchFile { return nil }
      throw Failure(error, "read \(home.sessionPath)")
    }
    guard let session = StoredSession(bytes) else {
      throw Failure(
        .failed, "\(home.sessionPath) is not what login wrote",
        hint: "Sign in again.")
    }
    return session
  }

  func save(to home: Home) throws(Failure) {
    try home.make()
    do throws(KernelError) {
      try FileSystem.replace(home.sessionPath, with: encoded, mode: 0o600)
    } catch {
      throw Failure(error, "keep the session in \(home.sessionPath)")
    }
  }

  init(
    gateway: Origin, authorities: String?, allowsPlain: Bool, identifier: String, tokens: Tokens
  ) {
    self.gateway = gateway
    self.authorities = authorities
    self.allowsPlain = allowsPlain
    self.identifier = identifier
    self.tokens = tokens
  }

  private init?(_ bytes: [UInt8]) {
    // Whatever is wrong with the file, the remedy is the same: sign in again.
    guard case .object(let object)? = try? JSONValue.parsed(bytes),
      let gateway = object.text("gateway").flatMap({ Origin($0) }),
      let identifier = object.text("identifier"), let tokens = Tokens(object["tokens"])
    else { return nil }
    self.init(
      gateway: gateway, authorities: object.text("authorities"),
      allowsPlain: object["allows_plain_http"] == .bool(true), identifier: identifier,
      tokens: tokens)
  }

  private var encoded: [UInt8] {
    var object: JSONObject = [
      "gateway": .string(gateway.description), "identifier": .string(identifier),
    ]
    if let authorities { object["authorities"] = .string(authorities) }
    if allowsPlain { object["allows_plain_http"] = .bool(true) }
    object["tokens"] = .object(tokens.members)
    return JSONValue.object(object).encoded() + [UInt8(ascii: "\n")]
  }
}
