import Commands
import Cryptography
import GatewayAccess
import Kernel
import LanyardTesting
import SignedMetadata
import Testing

@testable import lanyard_publish

@Suite("A content key at rest")
struct ContentKeyFileTests {
  private let folder = TemporaryDirectory()

  private func written() throws -> (file: ContentKeyFile, text: String) {
    let cheap = try #require(Scrypt(logN: 10, r: 8, p: 1))
    let file = ContentKeyFile(
      name: "Ada", roles: [.themes, .firmware], passphrase: Publisher.passphrase, scrypt: cheap)
    try file.save(as: folder.file("key.json"))
    return (file, try text())
  }

  private func text() throws -> String {
    String(decoding: try FileSystem.read(folder.file("key.json"), limit: 4_096), as: UTF8.self)
  }

  private func load(_ text: String) throws -> ContentKeyFile {
    try folder.write("other.json", text.utf8)
    return try ContentKeyFile.load(folder.file("other.json"))
  }

  @Test("opens with its passphrase and no other, and is readable by its owner alone")
  func opens() throws {
    let (file, _) = try written()
    let loaded = try ContentKeyFile.load(folder.file("key.json"))
    let key = try #require(loaded.opened(Publisher.passphrase))
    #expect(ContentKey(key.publicKey) == file.publicKey)
    #expect(loaded.opened("four words of no meaninG") == nil)
    #expect(loaded.name == "Ada" && loaded.roles == [.firmware, .themes])
    #expect(try FileSystem.access(of: folder.file("key.json")).mode == 0o600)
  }

  @Test("does not hold the private key in the clear")
  func sealed() throws {
    let (file, text) = try written()
    let seed = try #require(file.opened(Publisher.passphrase)).seed
    #expect(!text.contains(Hex.encode(seed)) && !text.contains(Base64URL.encode(seed)))
  }

  @Test("does not open under the name of another key")
  func swapped() throws {
    let (file, text) = try written()
    let other = ContentKey(Ed25519.PrivateKey().publicKey)
    let forged = try load(text.replacing(file.publicKey.hex, with: other.hex))
    #expect(forged.opened(Publisher.passphrase) == nil)
  }

  @Test("never takes the place of a file that is there")
  func neverOverwrites() throws {
    let (file, text) = try written()
    #expect(throws: Failure.self) { try file.save(as: folder.file("key.json")) }
    #expect(try self.text() == text)
  }

  @Test("is refused when anything of it is missing")
  func truncated() throws {
    let (_, text) = try written()
    for count in 0..<text.utf8.count - 2 {
      #expect(throws: Failure.self) { try load(String(text.prefix(count))) }
    }
    for member in ["format", "name", "roles", "public", "scrypt", "sealed", "salt", "log_n"] {
      #expect(throws: Failure.self) { try load(text.replacing("\"\(member)\"", with: "\"x\"")) }
    }
  }

  @Test("cannot make its reader work for hours")
  func bounded() throws {
    let (_, text) = try written()
    #expect(throws: Failure.self) {
      try load(text.replacing("\"log_n\":10", with: "\"log_n\":30"))
    }
  }
}
