import AccountSession
import HTTP
import HTTPClient
import JSON
import Kernel
import LanyardTesting
import Synchronization
import Testing

@testable import Gateway

/// The promise: from the moment the call returns, nothing is served under the old authority.
@Suite("After a revocation", .onOwnThread)
struct RevocationTests {
  enum Way: String, CaseIterable, Sendable {
    case phoneRevoked
    case sessionEnded
    case othersEnded
    case signedOut
    case passwordChanged
    case operatorEndedAll
  }

  @Test("every door is shut to the old token, and the open stream ends", arguments: Way.allCases)
  func shut(way: Way) throws {
    let gateway = try GatewayFixture()
    try gateway.makeAccount()
    try gateway.makeAccount("olga@example.org", roles: [.owner, .operator])
    let keeper = try gateway.signIn()
    let lost = try gateway.signIn(phone: "lost")
    #expect(try doors.map { try lost.status($0.method, $0.target) }.allSatisfy { $0 != 401 })
    let stream = try OpenStream(on: gateway, token: lost.client.token)

    try revoke(lost, by: keeper, way, on: gateway)

    for door in doors {
      #expect(try lost.status(door.method, door.target) == 401, "\(door.target) after \(way)")
    }
    let refresh = try gateway.client().send(
      ClientRequest(
        .post, "/v1/sessions/refresh",
        json: .object(["refresh_token": .string(lost.text("refresh_token"))])))
    #expect(refresh.status == .unauthorized)
    #expect(try eventually { stream.hasEnded })
    if way != .operatorEndedAll, way != .passwordChanged {
      #expect(try keeper.status(.get, "/v1/account") == 200)
    }
  }

  @Test("a role that is taken away ends at once")
  func role() throws {
    let gateway = try GatewayFixture()
    try gateway.makeAccount("olga@example.org", roles: [.owner, .operator])
    try gateway.makeAccount("otto@example.org", roles: [.owner, .operator])
    let olga = try gateway.signIn("olga@example.org", scope: ["account", "operate"])
    let otto = try gateway.signIn("otto@example.org", scope: ["account", "operate"])
    #expect(try otto.status(.get, "/v1/operator/log") == 200)
    let answer = try olga.status(
      .put, "/v1/operator/accounts/\(otto.text("account"))/roles",
      .object(["roles": .array([.string("owner")])]))
    #expect(answer == 200)
    #expect([401, 403].contains(try otto.status(.get, "/v1/operator/log")))
  }

  private let doors: [(method: HTTP.Method, target: String)] = [
    (.get, "/v1/account"), (.get, "/v1/themes"), (.get, "/v1/updates"), (.get, "/v1/notices"),
    (.get, "/v1/accessories"), (.get, "/v1/accessories/nearby"),
    (.get, "/v1/measurements?kind=weight"), (.get, "/v1/devices"), (.get, "/v1/entitlements"),
  ]

  private func revoke(
    _ lost: GatewayFixture.SignedIn, by keeper: GatewayFixture.SignedIn, _ way: Way,
    on gateway: GatewayFixture
  ) throws {
    switch way {
    case .phoneRevoked:
      #expect(try keeper.status(.delete, "/v1/devices/\(lost.text("device"))") == 204)
    case .sessionEnded:
      #expect(try keeper.status(.delete, "/v1/sessions/\(lost.text("session"))") == 204)
    case .othersEnded:
      #expect(try keeper.status(.delete, "/v1/sessions") == 204)
    case .signedOut:
      #expect(try lost.status(.delete, "/v1/sessions/current") == 204)
    case .passwordChanged:
      let answer = try keeper.status(
        .put, "/v1/account/password",
        .object([
          "current": .string(GatewayFixture.password),
          "new": .string("other unlikely words 17"),
        ]))
      #expect(answer == 200)
    case .operatorEndedAll:
      let olga = try gateway.signIn("olga@example.org", scope: ["account", "operate"])
      let account = lost.text("account")
      #expect(try olga.status(.delete, "/v1/operator/accounts/\(account)/sessions") == 204)
    }
  }
}

/// A notice stream that somebody reads on a thread of their own.
private final class OpenStream: Sendable {
  private let state = Atomic<Int>(0)

  init(on gateway: GatewayFixture, token: String?) throws {
    let (origin, state) = (gateway.origin, Reference(self))
    _ = try KernelThread(name: "stream") {
      let client = HTTPClient(origin)
      client.token = token
      // However it ends: that it ends is what is looked for.
      _ = try? client.events("/v1/notices/stream", patience: .seconds(30)) { _ in
        state.stream?.state.store(1, ordering: .releasing)
        return true
      }
      state.stream?.state.store(2, ordering: .releasing)
    }
    #expect(try eventually { state.stream?.state.load(ordering: .acquiring) == 1 })
  }

  var hasEnded: Bool { state.load(ordering: .acquiring) == 2 }

  /// The thread may outlive the test.
  private struct Reference: Sendable {
    weak let stream: OpenStream?
    init(_ stream: OpenStream) { self.stream = stream }
  }
}
