import AccountSession
import Cryptography
import HTTP
import HTTPClient
import JSON
import Kernel
import LanyardTesting
import SQLite
import SignedMetadata
import Synchronization
import Testing

@testable import Gateway

/// What a session asked for, and the writer had not begun when the session ended.
@Suite("A write that was waiting when its session ended", .onOwnThread)
struct WaitingWriteTests {
  enum Write: String, CaseIterable, Sendable {
    case trustKey
    case distrustKey
    case publishRelease
    case changeRollout
    case reportOutcome
    case nameDevice
  }

  private static let scope = ["account", "sync", "publish", "operate"]
  private static let key = Ed25519.PrivateKey()
  private static let image = Array("an image".utf8)

  @Test("is refused, and nothing of it is kept", arguments: Write.allCases)
  func refused(write: Write) throws {
    let gateway = try GatewayFixture()
    let accounts = gateway.gateway.accounts
    let account = try accounts.createAccount(
      identifier: GatewayFixture.identifier, password: GatewayFixture.password,
      roles: [.owner, .publisher, .operator], language: nil)
    let caller = try gateway.signIn(phone: "phone", scope: Self.scope)
    try deliver(by: caller)
    let request = try request(write, by: caller)
    let before = try state(caller)

    let held = try Latch()
    accounts.writer.submit { _ in
      held.wait(until: .now + .seconds(60))
    } then: { _ in
    }
    #expect(try eventually { accounts.writer.waiting == 0 })
    accounts.writer.submit { transaction in
      try accounts.sessions.endAll(
        of: account, except: nil, by: account, now: accounts.clock.now, in: transaction)
    } then: { _ in
    }
    let (origin, token) = (gateway.origin, caller.client.token)
    let status = Mutex<UInt16?>(nil)
    let sender = try KernelThread(name: "sender") {
      let client = HTTPClient(origin)
      client.token = token
      let answer = try? client.send(request)
      status.withLock { $0 = answer?.status.rawValue }
    }
    #expect(try eventually { accounts.writer.waiting == 2 })
    held.open()
    sender.join()

    #expect(status.withLock { $0 } == 401)
    #expect(try state(gateway.signIn(phone: "phone", scope: Self.scope)) == before)
  }

  /// A trusted key and an image are there, and a release of the phone's own product.
  private func deliver(by caller: GatewayFixture.SignedIn) throws {
    let trusted = try caller.status(.post, "/v1/publish/keys", Self.proposal(of: Self.key))
    #expect(trusted == 201)
    let upload = ClientRequest(
      .put, "/v1/publish/objects/\(Digest.sha256(Self.image).hex)",
      headers: [("Content-Range", "bytes 0-\(Self.image.count - 1)/\(Self.image.count)")],
      body: .bytes(Self.image, type: "application/octet-stream"))
    #expect(try caller.client.send(upload).status == .created)
    #expect(try caller.client.send(try Self.publication("1.0.0", counter: 1)).status == .created)
  }

  private func request(
    _ write: Write, by caller: GatewayFixture.SignedIn
  ) throws -> ClientRequest {
    switch write {
    case .trustKey:
      ClientRequest(.post, "/v1/publish/keys", json: Self.proposal(of: Ed25519.PrivateKey()))
    case .distrustKey:
      ClientRequest(
        .delete, "/v1/publish/keys/\(ContentKey(Self.key.publicKey).id.rawValue)")
    case .publishRelease: try Self.publication("2.0.0", counter: 2)
    case .changeRollout:
      ClientRequest(
        .patch, "/v1/publish/releases/aurora-phone/1.0.0",
        json: .object(["paused": .bool(true)]))
    case .reportOutcome:
      ClientRequest(
        .post, "/v1/updates/reports",
        json: .object([
          "device": .string(caller.text("device")), "version": .string("1.0.0"),
          "outcome": .string("installed"),
        ]))
    case .nameDevice:
      ClientRequest(
        .patch, "/v1/devices/\(caller.text("device"))",
        json: .object(["name": .string("another name")]))
    }
  }

  private static func proposal(of key: Ed25519.PrivateKey) -> JSONValue {
    .object([
      "public": .string(ContentKey(key.publicKey).hex),
      "roles": .array([.string("firmware")]), "name": .string("the team's"),
    ])
  }

  private static func publication(_ version: String, counter: Int64) throws -> ClientRequest {
    let name = { (text: String) in try #require(ContentName(rawValue: text)) }
    let manifest = ReleaseManifest(
      release: ReleaseDescription(
        product: try name("aurora-phone"), kind: .phone,
        version: try #require(SemanticVersion(version)), counter: counter, channel: .stable,
        from: nil, hardware: [try name("a1")],
        notes: try #require(LocalizedText([.english: "Notes"])), entitlement: .free,
        rolloutPercent: 100),
      image: ReleaseImage(sha256: .sha256(image), length: Int64(image.count)),
      created: Timestamp(milliseconds: 1_795_000_000_000))
    return ClientRequest(
      .post, "/v1/publish/releases",
      body: .bytes(SignedEnvelope.sign(manifest, with: [key]), type: "application/json"))
  }

  /// Everything that one of the writes would change, but not what the ending itself does.
  private func state(_ caller: GatewayFixture.SignedIn) throws -> [String] {
    try ["/v1/publish/keys", "/v1/publish/releases", "/v1/devices"].map {
      var object = try caller.object($0)
      if case .array(let devices)? = object["devices"] {
        object["devices"] = .array(
          devices.map { device in
            guard case .object(var members) = device else { return device }
            members["last_seen_at"] = nil
            return .object(members)
          })
      }
      return String(decoding: JSONValue.object(object).encoded(), as: UTF8.self)
    }
  }
}
