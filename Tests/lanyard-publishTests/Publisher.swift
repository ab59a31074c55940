import Commands
import Cryptography
import GatewayAccess
import Kernel
import LanyardTesting
import SignedMetadata

@testable import lanyard_publish

/// A person of the content team at a terminal of their own, with a home of their own.
final class Publisher {
  static let passphrase = "four words of no meaning"

  let folder = TemporaryDirectory()
  private let environment: [String: String]

  struct Said {
    let code: ExitCode
    let output: String
    let errors: String
  }

  init() {
    environment = [
      "XDG_CONFIG_HOME": folder.path + "/config", "LANYARD_KEY_PASSPHRASE": Publisher.passphrase,
    ]
  }

  /// What `key create` does, but cheap to open: tests have no thieves.
  func makeKey(_ roles: [ContentRole] = ContentRole.allCases) throws {
    guard let cheap = Scrypt(logN: 10, r: 8, p: 1) else {
      preconditionFailure("these are parameters of scrypt")
    }
    let home = try Home(of: PublishProgram.identity, environment: environment)
    try home.make()
    try ContentKeyFile(
      name: "Ada", roles: roles, passphrase: Publisher.passphrase, scrypt: cheap
    ).save(as: home.keyPath)
  }

  /// Runs one command line in this process.
  func run(_ words: String...) throws -> Said { try run(words) }

  func run(_ words: [String]) throws -> Said {
    let (output, errors) = (folder.file("output"), folder.file("errors"))
    let code = try run(
      words, to: Descriptor.file(writing: output), Descriptor.file(writing: errors))
    return Said(code: code, output: try text(output), errors: try text(errors))
  }

  private func run(
    _ words: [String], to output: consuming Descriptor, _ errors: consuming Descriptor
  ) throws -> ExitCode {
    try output.truncate(to: 0)
    try errors.truncate(to: 0)
    let terminal = Terminal(
      output: output.number, errors: errors.number, environment: environment)
    return PublishProgram.program.run(words, environment: environment, terminal: terminal)
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try FileSystem.read(path, limit: 1 << 20), as: UTF8.self)
  }
}

/// Sources of one theme and one release, without mistakes, to be spoilt by tests.
struct Sources {
  let folder: TemporaryDirectory
  var theme: String { folder.file("Catalog/night-sky") }
  var release: String { folder.file("Firmware/pulse-band/2.1.0") }

  init(in folder: TemporaryDirectory) throws {
    self.folder = folder
    for path in [
      "Catalog", "Catalog/night-sky", "Catalog/night-sky/previews", "Firmware",
      "Firmware/pulse-band", "Firmware/pulse-band/2.1.0",
    ] { try FileSystem.makeFolder(folder.file(path)) }
    try writeTheme(version: "1.0.0")
    try write("Catalog/night-sky/wallpaper.png", Array("wallpaper".utf8))
    try write("Catalog/night-sky/previews/home.png", Array("preview".utf8))
    try write("Firmware/pulse-band/2.1.0/release.json", Array(Sources.releaseText.utf8))
    try write("Firmware/pulse-band/2.1.0/image.bin", Array("image".utf8))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try FileSystem.replace(folder.file(name), with: bytes)
  }

  func writeTheme(version: String) throws {
    try write(
      "Catalog/night-sky/theme.json",
      Array(Sources.themeText.replacing("1.0.0", with: version).utf8))
  }

  static let themeText = """
    {
      "id": "night-sky",
      "version": "1.0.0",
      "title": { "en": "Night sky" },
      "description": { "en": "Stars." },
      "author": "Lanyard Studio",
      "license": "CC-BY-4.0",
      "entitlement": "free",
      "previews": ["previews/home.png"],
      "files": [
        "wallpaper.png"
      ]
    }
    """

  private static let releaseText = """
    {
      "product": "pulse-band", "kind": "band", "version": "2.1.0", "counter": 7,
      "channel": "stable", "hardware": ["pulse-a1"], "notes": { "en": "Stairs." },
      "entitlement": "free", "rollout_percent": 10,
      "image": "image.bin"
    }
    """
}

extension String {
  /// Without Foundation.
  func replacing(_ part: String, with other: String) -> String {
    guard let found = firstRange(of: part) else { return self }
    return self[..<found.lowerBound] + other + self[found.upperBound...]
  }
}
