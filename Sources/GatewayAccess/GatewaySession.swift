import Commands
import HTTP
package import HTTPClient
import JSON
import Kernel

/// The gateway as the signed-in account sees it. Renews its tokens by itself, also while another of these programs does.
package final class GatewaySession {
  private let home: Home
  private let client: HTTPClient
  package private(set) var stored: StoredSession

  /// Renewed this long before they end, so that a request under way does not outlive its token.
  private static let margin: Duration = .seconds(30)

  package init(home: Home) throws(Failure) {
    guard let stored = try StoredSession.load(from: home) else { throw home.notSignedIn }
    self.home = home
    self.stored = stored
    client = HTTPClient(stored.gateway, GatewaySession.settings(stored, of: home.program))
  }

  static func settings(
    _ stored: StoredSession, of program: ClientProgram
  ) -> HTTPClient.Settings {
    settings(authorities: stored.authorities, allowsPlain: stored.allowsPlain, of: program)
  }

  static func settings(
    authorities: String?, allowsPlain: Bool, of program: ClientProgram
  ) -> HTTPClient.Settings {
    var settings = HTTPClient.Settings()
    settings.authorities = authorities
    settings.allowsPlain = allowsPlain
    settings.userAgent = program.name
    return settings
  }

  /// The answer, whatever its status but 401: a token that has ended is renewed once.
  package func send(
    _ request: ClientRequest, sent: (Int64) -> Void = { _ in }
  ) throws -> ClientResponse {
    if stored.tokens.accessExpiresAt < .now + GatewaySession.margin { try renew() }
    client.token = stored.tokens.access
    let response = try client.send(request, sent: sent)
    guard response.status == .unauthorized else { return response }
    try renew()
    client.token = stored.tokens.access
    return try client.send(request, sent: sent)
  }

  /// Says once more who sits here, for what the gateway wants a fresh proof of. The session goes on with new tokens.
  func stepUp(_ proof: JSONObject) throws {
    if stored.tokens.accessExpiresAt < .now + GatewaySession.margin { try renew() }
    let lock = try lockedHome()
    let result = Result {
      client.token = stored.tokens.access
      try take(
        client.send(ClientRequest(.post, "/v1/sessions/step-up", json: .object(proof))).orRefused())
    }
    _ = consume lock
    try result.get()
  }

  /// A refresh token is good for one use, so only one process may use it: the others find what it has been given.
  private func renew() throws {
    let lock = try lockedHome()
    let result = Result { try renewAlone() }
    _ = consume lock
    try result.get()
  }

  private func renewAlone() throws {
    guard let kept = try StoredSession.load(from: home) else { throw home.notSignedIn }
    if kept.tokens.access != stored.tokens.access {
      stored = kept
      return
    }
    client.token = nil
    try take(
      client.send(
        ClientRequest(
          .post, "/v1/sessions/refresh",
          json: .object(["refresh_token": .string(kept.tokens.refresh)]))
      ).orRefused())
  }

  private func take(_ answer: ClientResponse) throws {
    guard let tokens = StoredSession.Tokens(answer.json) else {
      throw HTTPClientError.malformed(stored.gateway)
    }
    stored.tokens = tokens
    try stored.save(to: home)
  }

  private func lockedHome() throws(Failure) -> DirectoryLock {
    do throws(KernelError) {
      return try DirectoryLock.waiting(for: home.folder)
    } catch {
      throw Failure(error, "lock \(home.folder)")
    }
  }
}
