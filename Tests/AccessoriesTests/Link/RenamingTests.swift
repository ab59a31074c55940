import AccountSession
import HTTP
import JSON
import Testing

@testable import Accessories

@Suite("An accessory's name")
struct RenamingTests {
  private func linkedBand() async throws -> (AccessoryFixture, AccessoryFixture.Owner, String) {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    let link = await fixture.linkBand(owner)
    let device = try #require(try fixture.row(link, of: owner)?.accessory)
    return (fixture, owner, "/v1/accessories/\(device)")
  }

  private func name(_ fixture: AccessoryFixture, _ owner: AccessoryFixture.Owner) async -> String? {
    await fixture.ask(.get, "/v1/accessories", owner).list("accessories").first?.string("name")
  }

  @Test("is what its owner says, wherever it is shown, and after a restart")
  func renamed() async throws {
    let (fixture, owner, path) = try await linkedBand()
    let reply = await fixture.ask(.patch, path, owner, body: #"{"name":"Left wrist"}"#)
    #expect(reply.status == .noContent)
    #expect(await name(fixture, owner) == "Left wrist")
    let export = await fixture.ask(.get, "/v1/measurements/export?kind=battery", owner)
    #expect(export.text.contains("Left wrist"))
    let second = try AccessoryFixture(after: fixture)
    #expect(await name(second, owner) == "Left wrist")
  }

  @Test("is not a stranger's to change, nor a phone's session's, nor anything but text")
  func refused() async throws {
    let (fixture, owner, path) = try await linkedBand()
    let wish = #"{"name":"Mine"}"#
    let (stranger, phone) = (try fixture.owner(), try fixture.owner(scope: .sync))
    #expect(await fixture.ask(.patch, path, stranger, body: wish).status == .notFound)
    #expect(await fixture.ask(.patch, path, phone, body: wish).status == .forbidden)
    for body in [#"{"name":""}"#, #"{"name":"a\u0007"}"#, "{}", #"{"address":"x"}"#] {
      let reply = await fixture.ask(.patch, path, owner, body: body)
      #expect(reply.status == .unprocessableContent, "\(body)")
    }
    try fixture.revoke(owner)
    #expect(await fixture.ask(.patch, path, owner, body: wish).status == .unauthorized)
    #expect(try fixture.count("SELECT COUNT(*) FROM device WHERE name = 'Lumen Band'") == 1)
  }
}
