import Cryptography
import HTTP
import JSON
import LanyardTesting
import SQLite
import Synchronization
import Testing

@testable import AccountSession

/// An account module on a real database, with a clock that is moved by hand.
final class AccountFixture {
  let directory: TemporaryDirectory
  let clock: ManualClock
  let feed = RecordingFeed()
  let delivery = RecordingDelivery()
  let epochs = EpochTable()
  let writer: Writer
  let desk: AccountDesk
  /// What one loop has.
  let reader: Reader
  let gate: SessionGate
  private(set) var routes: RouteTable

  static let keys = AccountKeys(
    peppers: [1: [UInt8](repeating: 1, count: 32)], tokenMAC: [UInt8](repeating: 2, count: 32),
    identifierMAC: [UInt8](repeating: 3, count: 32),
    sealing: SealingKey(bytes: [UInt8](repeating: 4, count: 32)), logHead: Ed25519.PrivateKey(),
    lock: Ed25519.PrivateKey())

  /// - Parameter directory: another fixture's, to start again on its database.
  init(
    directory: TemporaryDirectory = TemporaryDirectory(), clock: ManualClock = ManualClock(),
    policy: CredentialPolicy = CredentialPolicy()
  ) throws {
    self.directory = directory
    self.clock = clock
    writer = try Writer(path: directory.file("db"), migrations: [AccountDesk.migrations])
    desk = AccountDesk(
      writer: writer, keys: Self.keys, clock: clock, delivery: delivery, epochs: epochs,
      feed: feed, passwordCost: 5, policy: policy)
    reader = try Reader(path: directory.file("db"), revision: writer.revision)
    gate = SessionGate(desk: desk, reader: reader)
    routes = RouteTable(desk.routes(gate: gate))
  }

  deinit { writer.close() }

  var path: String { directory.file("db") }

  /// Serves these routes beside the module's own.
  func add(_ more: [Route]) { routes = RouteTable(routes.routes + more) }

  // MARK: What tests begin with

  func account(roles: Roles = .owner, language: String? = nil) throws -> AccountID {
    let (id, now) = (AccountID.random(), clock.now)
    try writer.perform {
      try AccountStore.insert(id, roles: roles, language: language, now: now, in: $0)
    }
    return id
  }

  func session(
    of account: AccountID, device: DeviceID? = nil, scope: Scope = [.sync, .account],
    client: String = "test"
  ) throws -> IssuedTokens {
    let opening = SessionOpening(
      account: account, device: device, client: client, scope: scope, methods: .password,
      now: clock.now)
    return try writer.perform { [desk] in try desk.sessions.open(opening, in: $0) }
  }

  func phone(of account: AccountID, identity: String = "phone-1") throws -> DeviceID {
    let phone = PhoneRegistration(
      product: "aurora-phone", hardware: "a1", identity: identity, name: "Ada's phone",
      installedVersion: "1.0.0")
    return try writer.perform { [desk, now = clock.now] in
      try desk.devices.registerPhone(phone, of: account, now: now, in: $0)
    }
  }

  func accessory(
    of account: AccountID, identity: String = "AA:BB:CC:DD:EE:01",
    kind: RegisteredDevice.Kind = .band
  ) throws -> DeviceID {
    let band = AccessoryRegistration(
      account: account, kind: kind, product: "lumen-band", hardware: "b1", identity: identity,
      name: "Band", installedVersion: nil)
    return try writer.perform { [desk] in try desk.registerAccessory(band, in: $0) }
  }

  // MARK: Asking

  /// Sends a request through the routes and waits for what is answered.
  func ask(
    _ method: HTTP.Method, _ target: String, token: String? = nil, body: String? = nil,
    headers: [(String, String)] = [], source: String = "127.0.0.1"
  ) -> Reply {
    Reply(
      answer(method, target, token: token, body: body, headers: headers, source: source))
  }

  func answer(
    _ method: HTTP.Method, _ target: String, token: String? = nil, body: String? = nil,
    headers: [(String, String)] = [], source: String = "127.0.0.1"
  ) -> Answer {
    var headers = headers
    if let token { headers.append(("Authorization", "Bearer \(token)")) }
    let request = Request.testing(
      method, target, headers: headers, body: body.map { Array($0.utf8) } ?? [])
    request.setSource(source)
    switch routes.match(request) {
    case .route(let index): return routes.routes[index].handler(request)
    case .noPath: return .now(Response(.notFound))
    case .noMethod: return .now(Response(.methodNotAllowed))
    }
  }
}

/// What a request was answered with, once it was.
struct Reply {
  /// Nil for a stream and for a wait that goes on.
  var status: Status?
  var headers: [String: String] = [:]
  var body: [UInt8] = []
  var stream: StreamAnswer?
  var wait: WaitAnswer?

  init(_ answer: Answer) {
    switch answer {
    case .now(let response): take(response)
    case .prepared(let prepared):
      status = prepared.status
      let text = String(decoding: prepared.bytes[prepared.fields], as: UTF8.self)
      for line in text.split(separator: "\r\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        headers[parts[0].lowercased()] = parts.last.map { String($0.drop { $0 == " " }) }
      }
      body = Array(prepared.bytes[prepared.body])
    case .later(let work):
      if let response = PendingReply(work).response { take(response) }
    case .stream(let stream):
      status = .ok
      self.stream = stream
    case .wait(let wait):
      if let response = wait.ready() { take(response) } else { self.wait = wait }
    case .file: break
    }
  }

  private mutating func take(_ response: Response) {
    status = response.status
    for (name, value) in response.headers { headers["\(name)".lowercased()] = value }
    body = response.body
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The body; `.null` when it is no JSON.
  var json: JSONValue { (try? JSONValue.parsed(body)) ?? .null }

  subscript(_ name: String) -> JSONValue? {
    guard case .object(let object) = json else { return nil }
    return object[name]
  }

  func string(_ name: String) -> String? {
    guard case .string(let text)? = self[name] else { return nil }
    return text
  }

  func list(_ name: String) -> [JSONObject] {
    guard case .array(let elements)? = self[name] else { return [] }
    return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
  }

  /// The last part of a problem's type.
  var slug: String? { string("type").map { String($0.split(separator: ":").last ?? "") } }
}

extension JSONObject {
  func string(_ name: String) -> String? {
    guard case .string(let text)? = self[name] else { return nil }
    return text
  }
}

/// A clock that stands still until it is moved.
final class ManualClock: WallClock {
  private let time = Atomic<Int64>(1_795_000_000_000)
  var now: Timestamp { Timestamp(milliseconds: time.load(ordering: .relaxed)) }
  func advance(_ duration: Duration) { time.add(duration.milliseconds, ordering: .relaxed) }
}

/// Remembers whom it was told to wake.
final class RecordingFeed: StreamFeed {
  private let pokes = Mutex<[UInt64?]>([])
  func poke(topic: UInt64?) { pokes.withLock { $0.append(topic) } }
  func taken() -> [UInt64?] {
    pokes.withLock { pokes in
      defer { pokes = [] }
      return pokes
    }
  }
}

/// Keeps what would have been sent.
final class RecordingDelivery: CodeDelivery {
  private let sent = Mutex<[OutgoingMessage]>([])
  func deliver(_ message: OutgoingMessage) { sent.withLock { $0.append(message) } }
  var messages: [OutgoingMessage] { sent.withLock { $0 } }
}
