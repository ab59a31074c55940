import Commands
import HTTPClient
import JSON
import Kernel
import LanyardTesting
import Testing

@testable import GatewayAccess

@Suite("A kept session")
struct StoredSessionTests {
  private let directory = TemporaryDirectory()

  private func home(_ program: String = "lanyard") throws -> Home {
    try Home(
      of: ClientProgram(name: program, signIn: "login", sessionFile: "\(program).json"),
      environment: ["XDG_CONFIG_HOME": directory.file("a/b")])
  }

  private func session() throws -> StoredSession {
    StoredSession(
      gateway: try #require(Origin("https://gateway.example:8443")), authorities: "/ca.pem",
      allowsPlain: false, identifier: "ada@example.org",
      tokens: try #require(
        StoredSession.Tokens(
          .object([
            "account": .string("acc_1"), "access_token": .string("a"),
            "refresh_token": .string("r"), "session": .string("ses_1"),
            "access_expires_at": .string("2026-11-24T05:00:00.000Z"),
          ]))))
  }

  @Test("comes back as it was kept, from a file of its owner's alone")
  func roundTrip() throws {
    let home = try home()
    try session().save(to: home)
    #expect(try StoredSession.load(from: home) == session())
    #expect(try FileSystem.access(of: home.sessionPath).mode == 0o600)
    #expect(try FileSystem.access(of: home.folder).mode == 0o700)
  }

  @Test("is none when nobody is signed in, and each program has its own")
  func none() throws {
    try session().save(to: home("other"))
    #expect(try StoredSession.load(from: home()) == nil)
    let error = #expect(throws: Failure.self) { _ = try GatewaySession(home: home()) }
    #expect(error?.exitCode == .refused)
    #expect(error?.hint == "Sign in first: 'lanyard login'.")
  }

  @Test("that is damaged is explained", arguments: ["", "{}", "[", "{\"gateway\":\"x\"}"])
  func damaged(text: String) throws {
    let home = try home()
    try home.make()
    try FileSystem.replace(home.sessionPath, with: [UInt8](text.utf8))
    #expect(throws: Failure.self) { try StoredSession.load(from: home) }
  }
}

@Suite("The settings folder")
struct HomeTests {
  private let program = ClientProgram(name: "x", signIn: "login", sessionFile: "x.json")

  @Test(
    "is where the environment says",
    arguments: [
      (["XDG_CONFIG_HOME": "/c", "HOME": "/h"], "/c/lanyard"),
      (["HOME": "/h"], "/h/.config/lanyard"),
      (["XDG_CONFIG_HOME": "c", "HOME": "/h"], "/h/.config/lanyard"),
    ])
  func folder(environment: [String: String], expected: String) throws {
    #expect(try Home(of: program, environment: environment).folder == expected)
  }

  @Test("is not guessed")
  func nowhere() {
    #expect(throws: Failure.self) { try Home(of: program, environment: [:]) }
  }
}
