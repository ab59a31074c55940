import HTTP
import JSON
import Kernel
import LanyardTesting
import SQLite
import Synchronization
import Testing

@testable import AccountSession

/// What the whole product promises: from the moment a revoking call has returned, nothing is served under the old authority
/// (SE-06). Here with as many threads as a busy gateway has.
@Suite("A revocation")
struct RevocationTests {
  let fixture: AccountFixture

  init() throws { fixture = try AccountFixture() }

  /// Eight sessions come and go while three loops knock with their tokens, each loop in batches with one snapshot, as a server's does.
  @Test("is seen by every loop's next request, with eight writers at work (SE-06)")
  func eightWriters() async throws {
    let doors = 3
    let rounds = 60
    let board = TokenBoard(count: 8)
    let isOver = Atomic(false)
    let wrongly = Atomic(0)
    let served = Atomic(0)
    let accounts = try (0..<8).map { _ in try fixture.account() }
    let (desk, path, clock) = (fixture.desk, fixture.path, fixture.clock)

    await withTaskGroup { group in
      for _ in 0..<doors {
        group.addThread {
          guard let reader = try? Reader(path: path, revision: desk.writer.revision) else {
            wrongly.add(1, ordering: .relaxed)
            return
          }
          let gate = SessionGate(desk: desk, reader: reader)
          let route = gate.route(.get, "/v1/probe", AccessRule(scope: .sync)) { _, _ in
            .now(Response(.ok))
          }
          while !isOver.load(ordering: .acquiring) {
            gate.beginBatch()
            for slot in 0..<8 {
              // Read first whether the token is revoked, then knock: in between it may only become revoked.
              guard let (token, isRevoked) = board[slot] else { continue }
              let request = Request.testing(
                .get, "/v1/probe", headers: [("Authorization", "Bearer \(token)")])
              guard case .now = route.handler(request) else { continue }
              served.add(1, ordering: .relaxed)
              if isRevoked { wrongly.add(1, ordering: .relaxed) }
            }
            gate.endBatch()
          }
        }
      }
      await withTaskGroup { writers in
        for (slot, account) in accounts.enumerated() {
          writers.addThread {
            for round in 0..<rounds {
              let opening = SessionOpening(
                account: account, device: nil, client: "", scope: .sync, methods: .password,
                now: clock.now)
              guard
                let session = try? desk.writer.perform({ try desk.sessions.open(opening, in: $0) })
              else {
                wrongly.add(1, ordering: .relaxed)
                return
              }
              board.post(session.accessText, at: slot)
              // Another thing changes about the account, so that entries are read anew while they are revoked.
              _ = try? desk.writer.perform { desk.touch(account, in: $0) }
              _ = try? desk.writer.perform {
                if round.isMultiple(of: 2) {
                  _ = try desk.sessions.end(
                    session.session, of: account, by: account, now: clock.now, in: $0)
                } else {
                  try desk.sessions.endAll(
                    of: account, except: nil, by: account, now: clock.now, in: $0)
                }
              }
              board.revoke(at: slot)
            }
          }
        }
      }
      isOver.store(true, ordering: .releasing)
    }
    #expect(wrongly.load(ordering: .relaxed) == 0)
    #expect(served.load(ordering: .relaxed) > 0)
  }

  @Test("of a session ends its streams and files when they next ask")
  func authority() throws {
    let account = try fixture.account()
    let session = try fixture.session(of: account)
    let watched = try fixture.session(of: account)
    let stream = try #require(
      fixture.ask(.get, "/v1/notices/stream", token: watched.accessText).stream)
    #expect(stream.authority.stillHolds())
    _ = fixture.feed.taken()
    #expect(
      fixture.ask(.delete, "/v1/sessions/\(watched.session)", token: session.accessText).status
        == .noContent)
    // The feed has been told before the answer was given, and the stream finds its authority gone.
    #expect(fixture.feed.taken().contains(account.topic))
    #expect(!stream.authority.stillHolds())
  }

  @Test("of something else of the account leaves its streams open")
  func otherSession() throws {
    let account = try fixture.account()
    let session = try fixture.session(of: account)
    let stream = try #require(
      fixture.ask(.get, "/v1/notices/stream", token: session.accessText).stream)
    let other = try fixture.session(of: account)
    #expect(
      fixture.ask(.delete, "/v1/sessions/current", token: other.accessText).status == .noContent)
    #expect(stream.authority.stillHolds())
    // Nor does a refresh: the stream belongs to the session, not to the token that opened it.
    #expect(
      fixture.ask(
        .post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(session.refreshText)"}"#
      ).status == .ok)
    #expect(stream.authority.stillHolds())
    fixture.clock.advance(AccountPolicy.idleLife)
    _ = try fixture.session(of: account)
    #expect(!stream.authority.stillHolds())
  }

  @Test("of a phone ends its sessions within the same call")
  func phone() throws {
    let account = try fixture.account()
    let phone = try fixture.phone(of: account)
    let lost = try fixture.session(of: account, device: phone)
    let browser = try fixture.session(of: account)
    let stream = try #require(
      fixture.ask(.get, "/v1/notices/stream", token: lost.accessText).stream)
    #expect(
      fixture.ask(.delete, "/v1/devices/\(phone)", token: browser.accessText).status == .noContent)
    #expect(fixture.ask(.get, "/v1/devices", token: lost.accessText).status == .unauthorized)
    #expect(
      fixture.ask(
        .post, "/v1/sessions/refresh", body: #"{"refresh_token":"\#(lost.refreshText)"}"#
      ).status == .unauthorized)
    #expect(!stream.authority.stillHolds())
    #expect(fixture.ask(.get, "/v1/devices", token: browser.accessText).list("devices").isEmpty)
  }

  @Test("of a role holds for the next request, and for a write that was waiting")
  func role() throws {
    let account = try fixture.account(roles: [.owner, .publisher])
    let session = try fixture.session(of: account, scope: [.sync, .publish])
    var caller: Caller?
    fixture.add([
      fixture.gate.route(
        .get, "/v1/probe", AccessRule(scope: .publish, roles: .publisher)
      ) { _, session in
        caller = session.caller
        return .now(Response(.ok))
      }
    ])
    #expect(fixture.ask(.get, "/v1/probe", token: session.accessText).status == .ok)
    let waiting = try #require(caller)
    try fixture.writer.perform { [desk = fixture.desk] transaction in
      try transaction.execute("UPDATE account SET roles = 1 WHERE id = $1", account)
      desk.touch(account, in: transaction)
    }
    #expect(fixture.ask(.get, "/v1/probe", token: session.accessText).status == .forbidden)
    #expect(throws: Writer.Failure.self) {
      try fixture.writer.perform { [desk = fixture.desk] in try desk.confirm(waiting, in: $0) }
    }
  }
}

/// Which token is in use at each place, and whether the call that revoked it has returned.
private final class TokenBoard: Sendable {
  private let places: Mutex<[(token: String, isRevoked: Bool)?]>

  init(count: Int) { places = Mutex(Array(repeating: nil, count: count)) }

  subscript(_ place: Int) -> (token: String, isRevoked: Bool)? { places.withLock { $0[place] } }
  func post(_ token: String, at place: Int) { places.withLock { $0[place] = (token, false) } }
  func revoke(at place: Int) { places.withLock { $0[place]?.isRevoked = true } }
}

extension TaskGroup<Void> {
  /// A task with a thread of its own, for work that blocks.
  mutating func addThread(_ work: @escaping @Sendable () -> Void) {
    addTask {
      await withCheckedContinuation { continuation in
        do {
          _ = try KernelThread(name: "test") {
            work()
            continuation.resume()
          }
        } catch {
          Issue.record(error)
          continuation.resume()
        }
      }
    }
  }
}
