import HTTP
import JSON
import SQLite
import Testing

@testable import AccountSession

@Suite("The device registry")
struct DeviceTests {
  let fixture: AccountFixture
  let account: AccountID
  let session: IssuedTokens

  init() throws {
    fixture = try AccountFixture()
    account = try fixture.account()
    session = try fixture.session(of: account)
  }

  func list() -> [JSONObject] {
    fixture.ask(.get, "/v1/devices", token: session.accessText).list("devices")
  }

  @Test("lists phones and accessories with what is known of them")
  func listing() throws {
    let phone = try fixture.phone(of: account)
    fixture.clock.advance(.seconds(1))
    let band = try fixture.accessory(of: account)
    let list = list()
    #expect(list.map { $0.string("device") } == [phone.description, band.description])
    #expect(list.map { $0.string("kind") } == ["phone", "band"])
    #expect(list[0]["installed_version"] == .string("1.0.0"))
    #expect(list[1]["installed_version"] == .null)
    #expect(list[1].string("added_at") == fixture.clock.now.description)
  }

  @Test(
    "knows a phone again by the identity it had in this account, and keeps the owner's name for it")
  func phoneAgain() throws {
    let first = try fixture.phone(of: account)
    #expect(
      fixture.ask(
        .patch, "/v1/devices/\(first)", token: session.accessText, body: #"{"name":"Blue"}"#
      ).status == .ok)
    let phone = PhoneRegistration(
      product: "aurora-phone", hardware: "a2", identity: "phone-1", name: "Factory name",
      installedVersion: nil)
    let again = try fixture.writer.perform {
      [desk = fixture.desk, account, now = fixture.clock.now] in
      try desk.devices.registerPhone(phone, of: account, now: now, in: $0)
    }
    #expect(again == first)
    #expect(list().map { $0.string("name") } == ["Blue"])
    #expect(list().map { $0.string("hardware") } == ["a2"])
    #expect(list().map { $0.string("installed_version") } == ["1.0.0"])
  }

  @Test(
    "gives a second account a phone of its own under the same identity: naming another's phone claims nothing"
  )
  func phoneOfTwo() throws {
    let mine = try fixture.phone(of: account)
    let theirs = try fixture.phone(of: try fixture.account())
    #expect(mine != theirs)
    #expect(list().count == 1)
  }

  @Test("gives an accessory to one owner, and says no more than that it is taken")
  func oneOwner() throws {
    let band = try fixture.accessory(of: account)
    #expect(try fixture.accessory(of: account) == band)
    let other = try fixture.account()
    do {
      _ = try fixture.accessory(of: other)
      Issue.record("two owners")
    } catch let failure as Writer.Failure {
      let problem = Problem.unwritten(failure)
      #expect(problem.status == .conflict)
      #expect(problem.slug == "accessory-taken")
      #expect(!"\(problem)".contains(account.description))
    }
    try fixture.writer.perform { [desk = fixture.desk, account] in
      try desk.releaseAccessory(band, of: account, in: $0)
    }
    #expect(try fixture.accessory(of: other) != band)
    #expect(list().isEmpty)
  }

  @Test("keeps an accessory that somebody else releases")
  func releaseByStranger() throws {
    let band = try fixture.accessory(of: account)
    let stranger = try fixture.account()
    try fixture.writer.perform { [desk = fixture.desk] in
      try desk.releaseAccessory(band, of: stranger, in: $0)
      try desk.recordInstalled("9.9.9", on: band, of: stranger, in: $0)
    }
    #expect(list().count == 1)
    #expect(list()[0]["installed_version"] == .null)
  }

  @Test("takes a name, a channel and a version from the owner, one by one or together")
  func change() throws {
    let phone = try fixture.phone(of: account)
    let path = "/v1/devices/\(phone)"
    let named = fixture.ask(
      .patch, path, token: session.accessText, body: #"{"name":"Blå 📱"}"#)
    #expect(named.string("name") == "Blå 📱")
    #expect(named.string("channel") == "stable")
    let both = fixture.ask(
      .patch, path, token: session.accessText,
      body: #"{"channel":"beta","installed_version":"2.0.0-rc.1"}"#)
    #expect(both.string("channel") == "beta")
    #expect(both.string("installed_version") == "2.0.0-rc.1")
    #expect(both.string("name") == "Blå 📱")
  }

  @Test(
    "refuses what an owner cannot change, and what is no name",
    arguments: [
      "{}", "[]", #"{"channel":"nightly"}"#, #"{"product":"other"}"#, #"{"device":"dev_1"}"#,
      #"{"name":""}"#, #"{"name":"a\u0000b"}"#, #"{"name":"a\u202Eb"}"#, #"{"name":7}"#,
      #"{"installed_version":"1 0"}"#, #"{"name":"\#(String(repeating: "x", count: 65))"}"#,
    ])
  func badChange(body: String) throws {
    let phone = try fixture.phone(of: account)
    let reply = fixture.ask(
      .patch, "/v1/devices/\(phone)", token: session.accessText, body: body)
    #expect(reply.status == .unprocessableContent)
    #expect(list().map { $0.string("name") } == ["Ada's phone"])
  }

  @Test("lets an accessory go by unlinking only, and says where")
  func removeAccessory() throws {
    let band = try fixture.accessory(of: account)
    let reply = fixture.ask(.delete, "/v1/devices/\(band)", token: session.accessText)
    #expect(reply.status == .conflict)
    #expect(reply.slug == "device-is-linked")
    #expect(reply.string("detail") == "DELETE /v1/accessories/\(band)")
    #expect(list().count == 1)
  }

  @Test("has room for sixty-four devices of an account")
  func most() throws {
    for number in 0..<64 { _ = try fixture.phone(of: account, identity: "phone \(number)") }
    #expect(throws: Writer.Failure.self) { try fixture.accessory(of: account) }
    #expect(try fixture.phone(of: account, identity: "phone 0").number > 0)
    #expect(list().count == 64)
  }

  @Test("tells the account what comes and goes")
  func notices() throws {
    let phone = try fixture.phone(of: account)
    #expect(
      fixture.ask(.delete, "/v1/devices/\(phone)", token: session.accessText).status == .noContent)
    let kinds = fixture.ask(.get, "/v1/notices", token: session.accessText).list("notices")
      .map { $0.string("kind") }
    #expect(kinds == ["session.opened", "device.added", "device.removed"])
  }

  @Test("records what a device runs, and touches the account only when it is new")
  func installed() throws {
    let band = try fixture.accessory(of: account)
    let slot = fixture.epochs.slot(of: UInt64(account.number))
    func report(_ version: String) throws -> UInt64 {
      let before = slot.value
      try fixture.writer.perform { [desk = fixture.desk, account] in
        try desk.recordInstalled(version, on: band, of: account, in: $0)
      }
      return slot.value - before
    }
    #expect(try report("1.1.0") == 1)
    #expect(try report("1.1.0") == 0)
    #expect(list().last?.string("installed_version") == "1.1.0")
  }
}

@Suite("What a phone says of itself")
struct PhoneRegistrationTests {
  static let whole =
    #"{"product":"aurora-phone","hardware":"a1","identity":"x","name":"Ada","installed_version":"1.2.0"}"#

  static func parse(_ text: String) throws -> PhoneRegistration {
    try PhoneRegistration.parse(JSONValue.parsed(Array(text.utf8)))
  }

  @Test("is read whole, with or without a version")
  func read() throws {
    #expect(
      try Self.parse(Self.whole)
        == PhoneRegistration(
          product: "aurora-phone", hardware: "a1", identity: "x", name: "Ada",
          installedVersion: "1.2.0"))
    let without = #"{"product":"p","hardware":"h","identity":"i","name":"n"}"#
    #expect(try Self.parse(without).installedVersion == nil)
  }

  @Test(
    "is refused when a member is missing, unknown or no text",
    arguments: [
      ("\"identity\":\"x\",", "", "device.identity"), ("\"Ada\"", "null", "device.name"),
      ("\"a1\"", "1", "device.hardware"), ("aurora-phone", "aurora phone", "device.product"),
      ("\"name\"", "\"owner\"", "device.owner"), ("Ada", "A\\nda", "device.name"),
    ])
  func refused(part: String, other: String, member: String) throws {
    let text = Self.whole.replacing(part, with: other)
    #expect(throws: BodyMistake.self) { try Self.parse(text) }
    do { _ = try Self.parse(text) } catch let mistake as BodyMistake {
      #expect(mistake.member == member)
    }
  }
}
