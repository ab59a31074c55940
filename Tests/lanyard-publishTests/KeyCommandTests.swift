import Commands
import LanyardTesting
import Testing

@testable import lanyard_publish

@Suite("The key command")
struct KeyCommandTests {
  private let publisher = Publisher()

  @Test("makes one key and not a second in its place")
  func create() throws {
    let made = try publisher.run("key", "create", "--name", "Ada's laptop", "--json")
    #expect(made.code == .ok && made.output.contains("\"name\":\"Ada's laptop\""))
    let again = try publisher.run("key", "create", "--name", "Another")
    #expect(again.code == .conflict)
    #expect(try publisher.run("key", "show", "--json").output == made.output)
  }

  @Test("wants a passphrase that is worth its name")
  func passphrase() throws {
    try publisher.folder.write("passphrase", "too short\n".utf8)
    let said = try publisher.run(
      "key", "create", "--name", "Ada", "--passphrase-file",
      publisher.folder.file("passphrase"))
    #expect(said.code == .usage && said.errors.contains("12 characters"))
    #expect(try publisher.run("key", "show").code == .notFound)
  }

  @Test("explains itself at every level, with the exit codes")
  func help() throws {
    for words in [
      ["--help"], ["key", "--help"], ["key", "create", "--help"], ["theme", "publish", "-h"],
    ] {
      let said = try publisher.run(words)
      #expect(said.code == .ok && said.output.contains("EXIT CODES"))
    }
    #expect(try publisher.run("frobnicate").code == .usage)
  }
}
