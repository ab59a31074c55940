import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("An account's standing, as its sessions carry it")
struct StandingTests {
  let fixture: AccountFixture

  init() throws { fixture = try AccountFixture() }

  private static let full = Standing(
    roles: [.owner, .publisher], language: "sv",
    entitlements: EntitlementSet(
      grants: ["plan:plus", "item:drift"].compactMap(EntitlementName.init(rawValue:)).map {
        EntitlementSet.Grant(
          name: $0, endsAt: $0.rawValue == "plan:plus" ? .init(milliseconds: 7) : nil)
      }),
    devices: [
      RegisteredDevice(
        id: DeviceID(number: 1), kind: .phone, product: "aurora-phone", hardware: "a1",
        installedVersion: "2.1.0", channel: "stable"),
      RegisteredDevice(
        id: DeviceID(number: 2), kind: .scale, product: "a-scale-with-a-rather-long-name",
        hardware: "s1", installedVersion: nil, channel: "beta"),
    ])

  @Test("is read from bytes as it was written")
  func roundTrip() throws {
    let read = try #require(Self.full.encoded().withUnsafeBytes { Standing($0) })
    #expect(read.roles == Self.full.roles)
    #expect(read.language == "sv")
    #expect(read.entitlements.grants == Self.full.entitlements.grants)
    #expect(read.devices == Self.full.devices)
  }

  @Test("is none when bytes are missing, too many, or of another form")
  func malformed() {
    let bytes = Self.full.encoded()
    for count in 0..<bytes.count {
      #expect(bytes[..<count].withUnsafeBytes { Standing($0) } == nil)
    }
    #expect((bytes + [0]).withUnsafeBytes { Standing($0) } == nil)
    #expect(([bytes[0] + 1] + bytes[1...]).withUnsafeBytes { Standing($0) } == nil)
  }

  @Test("is what the account's own rows say, whatever has changed")
  func copies() throws {
    let account = try fixture.account(language: "en")
    let phone = try fixture.phone(of: account)
    let session = try fixture.session(of: account, device: phone)
    try expectCopy(session, of: account)
    let band = try fixture.accessory(of: account)
    try expectCopy(session, of: account)
    try change { try $0.recordInstalled("3.0.0", on: band, of: account, in: $1) }
    try expectCopy(session, of: account)
    let right = try #require(EntitlementName(rawValue: "plan:plus"))
    try change { [now = fixture.clock.now] in
      try $0.entitlements.grant(
        EntitlementGrant(name: right, source: "shop", endsAt: nil), to: account, by: nil, now: now,
        in: $1)
    }
    try expectCopy(session, of: account)
    try change { [now = fixture.clock.now] in
      _ = try $0.entitlements.revoke(right, of: account, by: nil, now: now, in: $1)
    }
    try expectCopy(session, of: account)
    let changed = fixture.ask(
      .patch, "/v1/account", token: session.accessText, body: #"{"language":"sv"}"#)
    #expect(changed.status == .ok)
    try expectCopy(session, of: account)
    try change { try $0.releaseAccessory(band, of: account, in: $1) }
    try expectCopy(session, of: account)
  }

  @Test("has in it what is written after the account was touched, in the same piece")
  func order() throws {
    let account = try fixture.account()
    let session = try fixture.session(of: account)
    try change {
      $0.touch(account, in: $1)
      try AccountStore.setLanguage("de", of: account, in: $1)
    }
    try expectCopy(session, of: account)
  }

  @Test("comes from the account's own rows where a session has no copy")
  func noCopy() throws {
    let account = try fixture.account(language: "en")
    let session = try fixture.session(of: account)
    _ = try fixture.writer.perform { try $0.execute("UPDATE session SET standing = NULL") }
    #expect(try found(session)?.standing == nil)
    #expect(fixture.ask(.get, "/v1/account", token: session.accessText).status == .ok)
  }

  private func change(
    _ body: @escaping @Sendable (AccountDesk, Transaction) throws -> Void
  ) throws {
    try fixture.writer.perform { [desk = fixture.desk] in try body(desk, $0) }
  }

  private func found(_ session: IssuedTokens) throws -> SessionStore.Found? {
    try SessionStore.find(access: session.access.digest, from: fixture.reader)
  }

  private func expectCopy(_ session: IssuedTokens, of account: AccountID) throws {
    let copy = try #require(try found(session)?.standing)
    let own = try #require(try StandingStore.read(account, from: fixture.reader))
    #expect(copy.encoded() == own.encoded())
  }
}
