import AccountSession
import BluetoothHost
import Cryptography
import HTTP
import HTTPClient
import JSON
import Kernel
import LanyardTesting
import SimulatedRadio
import Testing

@testable import Gateway

/// `lanyard account`, `lanyard accessory` and `lanyard backup` against a running gateway.
@Suite("The command line at a gateway", .onOwnThread)
struct RemoteCommandTests {
  private let directory = TemporaryDirectory()
  private var program: Program { Program(directory: directory) }

  private func gateway(air: SimulatedAir? = nil) throws -> GatewayFixture {
    let bootstrap = try program.run(
      ["account", "bootstrap", "--data", directory.file("data"), "-i", GatewayFixture.identifier]
        + ["--password-stdin"], input: GatewayFixture.password + "\n")
    #expect(bootstrap.code == 0, "\(bootstrap.errors)")
    return try GatewayFixture(directory, air: air)
  }

  private func signIn(to gateway: GatewayFixture) throws {
    let result = try program.run(
      [
        "account", "login", "--operator", "--gateway", gateway.origin.description, "-i",
        GatewayFixture.identifier, "--password-stdin",
      ], input: GatewayFixture.password + "\n")
    #expect(result.code == 0, "\(result.errors)")
  }

  @Test("signs the first operator in, who makes accounts and grants rights")
  func operating() throws {
    let gateway = try gateway()
    try signIn(to: gateway)
    let made = try program.run(
      ["account", "create", "bo@example.org", "--role", "publisher", "--password-stdin"],
      input: "other unlikely words 99\n")
    #expect(made.code == 0, "\(made.errors)")
    let again = try program.run(
      ["account", "create", "bo@example.org", "--password-stdin"],
      input: "other unlikely words 99\n")
    #expect(again.code == 5)
    #expect(try program.run(["account", "grant", "bo@example.org", "plan:plus"]).code == 0)
    let held = try program.run(["account", "entitlements", "bo@example.org"])
    #expect(held.output.hasPrefix("plan:plus\toperator\t"))
    #expect(try program.run(["account", "revoke", "bo@example.org", "plan:plus"]).code == 0)
    #expect(try program.run(["account", "revoke", "bo@example.org", "plan:plus"]).code == 4)
    #expect(try program.run(["account", "show", "nobody@example.org"]).code == 4)
    let log = try program.run(["account", "operator-log"])
    #expect(log.output.contains("\tentitlement.granted\tdone\tplan:plus"))
    #expect(!log.output.contains("bo@example.org"))
  }

  @Test("lists and ends sessions, and is then signed out")
  func sessions() throws {
    let gateway = try gateway()
    try signIn(to: gateway)
    let other = try gateway.signIn()
    let list = try program.run(["account", "sessions", "list"])
    #expect(list.output.split(separator: "\n").count == 2)
    #expect(try program.run(["account", "sessions", "end", "--others"]).code == 0)
    #expect(try other.status(.get, "/v1/account") == 401)
    #expect(try program.run(["account", "logout"]).code == 0)
    #expect(try program.run(["account", "whoami"]).code == 3)
  }

  @Test("links the simulated band and reads what it measures")
  func accessories() throws {
    var world = AirConfiguration()
    world.advertisingInterval = .milliseconds(50)
    let air = try SimulatedAir(world)
    defer { air.stop() }
    air.add(.lumenBand)
    let gateway = try gateway(air: air)
    try signIn(to: gateway)
    let link = try program.run(["accessory", "link", "band", "--yes"])
    #expect(link.code == 0, "\(link.errors)")
    #expect(link.errors.contains("The accessory should show "))
    for _ in 0..<3 { air.step(AccessoryDesign.lumenBand.address) }
    #expect(
      try eventually {
        try program.run(["accessory", "measurements", "heart_rate"]).output
          .split(separator: "\n").count == 3
      })
    let csv = try program.run(["accessory", "measurements", "heart_rate", "--csv"])
    #expect(csv.output.hasPrefix("taken_at,kind,value,unit,"))
    #expect(csv.output.split(separator: "\r\n").count == 4)
    let list = try program.run(["accessory", "list"])
    let device = try #require(list.output.split(separator: "\t").first.map(String.init))
    #expect(try program.run(["accessory", "unlink", device]).code == 0)
    #expect(try program.run(["accessory", "unlink", device]).code == 4)
  }

  @Test("copies the data of a running gateway, which another can then serve")
  func backup() throws {
    let gateway = try gateway()
    let copy = directory.file("copy")
    let object = [UInt8](repeating: 7, count: 300_000)
    try FileSystem.replace(
      "\(directory.file("data"))/objects/\(digest(object))", with: object)
    let first = try program.run(
      ["backup", "--data", directory.file("data"), copy, "--with-keys"])
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.errors.contains("1 of 1 objects"))
    let second = try program.run(["backup", "--data", directory.file("data"), copy])
    #expect(second.errors.contains("0 of 1 objects"))
    #expect(second.errors.contains("The keys were left out"))
    gateway.gateway.stop()
    let restored = TemporaryDirectory()
    #expect(
      try ChildProcess("/bin/cp", ["-a", copy, restored.file("data")]).run().cause == .exited(0))
    let other = try GatewayFixture(restored)
    _ = try other.signIn()
  }

  @Test("does not copy a directory into itself, nor a damaged object")
  func badBackup() throws {
    let gateway = try gateway()
    let data = directory.file("data")
    #expect(try program.run(["backup", "--data", data, data + "/copy"]).code == 1)
    try FileSystem.replace("\(data)/objects/\(digest([1]))", with: [2])
    let damaged = try program.run(["backup", "--data", data, directory.file("copy")])
    #expect(damaged.code == 1)
    #expect(damaged.errors.contains("does not have its digest"))
    gateway.gateway.stop()
  }

  private func digest(_ bytes: [UInt8]) -> String { Digest.sha256(bytes).hex }
}
