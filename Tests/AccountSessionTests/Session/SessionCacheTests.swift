import Cryptography
import HTTP
import JSON
import Testing

@testable import AccountSession

@Suite("A loop's session cache")
struct SessionCacheTests {
  static let now = Timestamp(milliseconds: 1_000)

  static func session(
    _ number: Int64, expiresAt: Timestamp = now + .seconds(600), slot: EpochSlot = slot
  ) -> Session {
    Session(
      SessionStore.Found(
        id: SessionID(number: number), account: AccountID(number: 1), device: nil, scope: .sync,
        authenticatedAt: now, expiresAt: expiresAt, access: digest(number),
        accessExpiresAt: expiresAt, standing: nil),
      Standing(
        roles: .owner, language: nil, entitlements: EntitlementSet(grants: []), devices: []),
      lease: Lease(slot: slot))
  }

  static let slot = EpochTable().slot(of: 0)

  static func digest(_ number: Int64) -> Digest { .sha256(Array("\(number)".utf8)) }

  @Test("finds exactly what was put in (SE-18)")
  func find() {
    var cache = SessionCache()
    for number: Int64 in 1...400 { cache.keep(Self.session(number), at: Self.now) }
    for number: Int64 in 1...400 {
      #expect(cache.find(Self.digest(number))?.id.number == number)
    }
    #expect(cache.find(Self.digest(401)) == nil)
    #expect(cache.count == 400)
  }

  @Test("keeps one entry for a digest: the latest")
  func replaced() {
    var cache = SessionCache()
    let first = Self.session(1)
    let second = Self.session(1)
    cache.keep(first, at: Self.now)
    cache.keep(second, at: Self.now)
    #expect(cache.find(Self.digest(1)) === second)
    #expect(cache.count == 1)
    cache.forget(Self.digest(1))
    #expect(cache.find(Self.digest(1)) == nil)
    #expect(cache.count == 0)
  }

  @Test("never holds more than it may, and keeps the latest")
  func bounded() {
    var cache = SessionCache(first: 64, most: 256)
    for number: Int64 in 1...5_000 {
      cache.keep(Self.session(number), at: Self.now)
      #expect(cache.find(Self.digest(number)) != nil)
    }
    #expect(cache.count <= 256)
  }

  @Test("gives up what is over before what is good")
  func victims() {
    var cache = SessionCache(first: 16, most: 16)
    for number: Int64 in 1...15 { cache.keep(Self.session(number), at: Self.now) }
    cache.keep(Self.session(16, expiresAt: Self.now), at: Self.now)
    cache.keep(Self.session(17), at: Self.now)
    #expect(cache.find(Self.digest(16)) == nil)
    #expect((1...15).allSatisfy { cache.find(Self.digest($0)) != nil })
    #expect(cache.find(Self.digest(17)) != nil)
  }

  @Test("leaves what was revoked behind when it grows")
  func grow() {
    let slot = EpochTable().slot(of: 0)
    var cache = SessionCache(first: 16, most: 1_024)
    for number: Int64 in 1...8 { cache.keep(Self.session(number, slot: slot), at: Self.now) }
    slot.bump()
    for number: Int64 in 101...120 { cache.keep(Self.session(number), at: Self.now) }
    #expect((1...8).allSatisfy { cache.find(Self.digest($0)) == nil })
    #expect(cache.count == 20)
  }
}
