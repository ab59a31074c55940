import BluetoothWire
import Cryptography
import HTTP
import JSON
import LanyardTesting
import SQLite
import Synchronization
import Testing

@testable import Accessories
@testable import AccountSession

/// The capability on a real database, with a radio that says what the test says, and a clock that is moved by hand.
///
/// Tests give events to the desk itself, one after another, so that nothing depends on when a task runs; one suite listens to the
/// stream as the product does.
final class AccessoryFixture {
  let directory: TemporaryDirectory
  let clock: ManualClock
  let radio = ScriptedRadio()
  let epochs = EpochTable()
  let writer: Writer
  let desk: AccountDesk
  let accessories: AccessoryDesk
  let reader: Reader
  private let routes: RouteTable

  static let sealing = SealingKey(bytes: [UInt8](repeating: 5, count: 32))
  private static let keys = AccountKeys(
    peppers: [1: [UInt8](repeating: 1, count: 32)], tokenMAC: [UInt8](repeating: 2, count: 32),
    identifierMAC: [UInt8](repeating: 3, count: 32),
    sealing: SealingKey(bytes: [UInt8](repeating: 4, count: 32)),
    logHead: Ed25519.PrivateKey(), lock: Ed25519.PrivateKey())

  /// - Parameter before: a fixture whose database this one finds, as a process does that starts after another has died.
  init(
    after before: AccessoryFixture? = nil, limits: AccessoryLimits = .usual, starts: Bool = true
  ) throws {
    directory = before?.directory ?? TemporaryDirectory()
    clock = before?.clock ?? ManualClock()
    before?.writer.close()
    let path = directory.file("db")
    writer = try Writer(
      path: path, migrations: [AccountDesk.migrations, AccessoryDesk.migrations])
    desk = AccountDesk(
      writer: writer, keys: Self.keys, clock: clock, delivery: NoDelivery(), epochs: epochs,
      feed: NoFeed(), passwordCost: 5)
    accessories = try AccessoryDesk(
      desk: desk, radio: radio, sealing: Self.sealing, databasePath: path, limits: limits)
    reader = try Reader(path: path, revision: writer.revision)
    routes = RouteTable(accessories.routes(gate: SessionGate(desk: desk, reader: reader)))
    if starts { try start() }
  }

  deinit { writer.close() }

  func start() throws {
    try accessories.start()
    settle()
  }

  // MARK: What tests begin with

  struct Owner {
    let account: AccountID
    let session: SessionID
    let token: String
  }

  func owner(scope: Scope = [.sync, .account]) throws -> Owner {
    let (account, now) = (AccountID.random(), clock.now)
    return try writer.perform { [desk] in
      try AccountStore.insert(account, roles: .owner, language: nil, now: now, in: $0)
      let tokens = try desk.sessions.open(
        SessionOpening(
          account: account, device: nil, client: "test", scope: scope, methods: .password,
          now: now), in: $0)
      return Owner(account: account, session: tokens.session, token: tokens.accessText)
    }
  }

  func revoke(_ owner: Owner) throws {
    let now = clock.now
    _ = try writer.perform { [desk] in
      try desk.sessions.end(
        owner.session, of: owner.account, by: owner.account, now: now, in: $0)
    }
  }

  // MARK: What happens

  /// Lets the writer finish what is queued, and what that queues again.
  func settle() {
    for _ in 0..<8 { try? writer.perform { _ in } }
  }

  func hear(_ events: RadioEvent...) {
    for event in events {
      accessories.links.act { $0.hear(event, at: $1) }
      settle()
    }
  }

  func pass(_ duration: Duration) {
    clock.advance(duration)
    accessories.tick()
    settle()
  }

  // MARK: Asking

  func ask(
    _ method: HTTP.Method, _ target: String, _ owner: Owner?, body: String? = nil
  ) async -> Reply {
    var headers = owner.map { [("Authorization", "Bearer \($0.token)")] } ?? []
    if body != nil { headers.append(("Content-Type", "application/json")) }
    let request = Request.testing(
      method, target, headers: headers, body: body.map { Array($0.utf8) } ?? [])
    switch routes.match(request) {
    case .route(let index): return await Reply(routes.routes[index].handler(request))
    case .noPath: return await Reply(.now(Response(.notFound)))
    case .noMethod: return await Reply(.now(Response(.methodNotAllowed)))
    }
  }

  /// How the attempt's row says that it stands.
  func row(_ link: LinkID, of owner: Owner) throws -> LinkProgress? {
    try LinkStore.link(link, of: owner.account, from: reader)
  }

  func count(_ sql: StaticString) throws -> Int64 {
    try reader.first(sql, read: { $0.int(0) }) ?? 0
  }

  /// The values of a kind that are kept for the owner, oldest first.
  func values(_ kind: MeasurementKind, of owner: Owner) throws -> [Int64] {
    try MeasurementStore.rows(
      of: MeasurementQuery(
        account: owner.account, kind: kind, from: Timestamp(milliseconds: 0),
        to: Timestamp(milliseconds: 4_102_444_800_000)), count: 10_000, from: reader
    ).map(\.value)
  }
}

/// What a request was answered with, once it was.
struct Reply {
  private(set) var status = Status(rawValue: 0)
  private(set) var headers: [String: String] = [:]
  private(set) var body: [UInt8] = []

  init(_ answer: Answer) async {
    let response: Response
    switch answer {
    case .now(let given): response = given
    case .prepared(let prepared):
      response = Response(prepared.status, body: Array(prepared.bytes[prepared.body]))
    case .later(let work):
      response = await withCheckedContinuation { waiting in
        work(Completion { waiting.resume(returning: $0) })
      }
    case .file, .stream, .wait: return
    }
    status = response.status
    body = response.body
    for (name, value) in response.headers { headers["\(name)".lowercased()] = value }
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  private var object: JSONObject {
    if case .object(let object)? = try? JSONValue.parsed(body) { object } else { [:] }
  }

  subscript(_ name: String) -> JSONValue? { object[name] }

  func string(_ name: String) -> String? { object.string(name) }

  func list(_ name: String) -> [JSONObject] {
    guard case .array(let elements)? = object[name] else { return [] }
    return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
  }

  /// The last part of a problem's type.
  var slug: String? { string("type").map { String($0.split(separator: ":").last ?? "") } }
}

extension JSONObject {
  func string(_ name: String) -> String? {
    if case .string(let text)? = self[name] { text } else { nil }
  }
}

/// A radio that notes what it is told, and says nothing that the test does not say.
final class ScriptedRadio: AccessoryRadio {
  let events: AsyncStream<RadioEvent>
  let voice: AsyncStream<RadioEvent>.Continuation
  private let told = Mutex<[RadioCommand]>([])

  init() { (events, voice) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1_024)) }

  func send(_ command: RadioCommand) { told.withLock { $0.append(command) } }

  /// What it was told since it was last asked.
  func taken() -> [RadioCommand] {
    told.withLock { told in
      defer { told = [] }
      return told
    }
  }
}

/// A clock that stands still until it is moved.
final class ManualClock: WallClock {
  private let time = Atomic<Int64>(1_795_000_000_000)
  var now: Timestamp { Timestamp(milliseconds: time.load(ordering: .relaxed)) }
  func advance(_ duration: Duration) { time.add(duration.milliseconds, ordering: .relaxed) }
}

private struct NoFeed: StreamFeed {
  func poke(topic: UInt64?) {}
}

private struct NoDelivery: CodeDelivery {
  func deliver(_ message: OutgoingMessage) {}
}
