import AccountSession
import Commands
import Cryptography
import Gateway
import HTTP
import HTTPClient
import JSON
import Kernel
import LanyardTesting
import SignedMetadata
import Testing

@testable import GatewayAccess
@testable import lanyard_publish

/// The whole command line against a whole gateway, over loopback.
@Suite("Publishing")
struct PublishingTests {
  private let folder = TemporaryDirectory()
  private let publisher = Publisher()
  private let sources: Sources
  private let gateway: RunningGateway
  private static let password = "violet-harbour-anchor-29"

  init() throws {
    sources = try Sources(in: publisher.folder)
    var configuration = GatewayConfiguration(dataDirectory: folder.file("gateway"))
    configuration.passwordCost = 5
    configuration.logLevel = .error
    gateway = try RunningGateway(configuration, log: Log())
    _ = try gateway.accounts.createAccount(
      identifier: "ada@example.org", password: Self.password,
      roles: [.owner, .publisher, .operator], language: nil)
    try signIn(scope: ["account", "publish", "operate"])
  }

  /// As `login` does, but for the password, which it reads from the process's own input.
  private func signIn(scope: [String]) throws {
    let origin = Origin(isSecure: false, host: "127.0.0.1", port: gateway.port)
    let answer = try HTTPClient(origin).send(
      ClientRequest(
        .post, "/v1/sessions",
        json: .object([
          "identifier": .string("ada@example.org"), "password": .string(Self.password),
          "scope": .array(scope.map { .string($0) }),
        ]))
    ).orRefused()
    let tokens = try #require(StoredSession.Tokens(answer.json))
    let home = try Home(
      of: PublishProgram.identity,
      environment: ["XDG_CONFIG_HOME": publisher.folder.path + "/config"])
    try StoredSession(
      gateway: origin, authorities: nil, allowsPlain: false, identifier: "ada@example.org",
      tokens: tokens
    ).save(to: home)
  }

  /// Makes a key and lets the gateway trust it.
  private func trustKey() throws {
    try publisher.makeKey()
    #expect(try publisher.run("key", "trust").code == .ok)
  }

  @Test("goes from a fresh key to a live theme and a live release")
  func whole() throws {
    try trustKey()
    let theme = try publisher.run("theme", "publish", sources.theme)
    #expect(theme.code == .ok && theme.errors == "Published night-sky 1.0.0, 16 B uploaded.\n")
    let release = try publisher.run("firmware", "publish", sources.release, "--json")
    #expect(release.code == .ok && release.output.contains("\"counter\":7"))

    #expect(try publisher.run("theme", "list").output == "night-sky\t1.0.0\t-\t2\tNight sky\n")
    #expect(
      try publisher.run("firmware", "list").output
        == "pulse-band\t2.1.0\tstable\t10\tfalse\t0\t0\n")
    #expect(
      try publisher.run("list").output
        == "theme\tnight-sky\t1.0.0\nrelease\tpulse-band\t2.1.0\n")
  }

  @Test("sends only the files that a new version has changed")
  func changed() throws {
    try trustKey()
    #expect(try publisher.run("theme", "publish", sources.theme).code == .ok)
    try sources.writeTheme(version: "1.1.0")
    try sources.write("Catalog/night-sky/wallpaper.png", Array("other wallpaper".utf8))
    let said = try publisher.run("theme", "publish", sources.theme)
    #expect(said.errors == "Published night-sky 1.1.0, 15 B uploaded.\n")
  }

  @Test("brings large files in pieces, and goes on where an upload was interrupted")
  func resumed() throws {
    try trustKey()
    let image = (0..<9_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
    try sources.write("Firmware/pulse-band/2.1.0/image.bin", image)
    let folder = try SourceFolder(sources.release, .release)
    let measure = try #require(folder.measures.values.first)
    let first = 0..<Int64(1_000_000)
    let session = try GatewaySession(
      home: Home(
        of: PublishProgram.identity,
        environment: ["XDG_CONFIG_HOME": publisher.folder.path + "/config"]))
    let begun = try session.send(
      ClientRequest(
        .put, "/v1/publish/objects/\(measure.sha256.hex)",
        headers: [("Content-Range", "bytes 0-999999/9500000")],
        body: .file(
          path: sources.release + "/image.bin", range: first, type: "application/octet-stream")))
    #expect(begun.status == .accepted)

    var progress: [Int64] = []
    let upload = ObjectUpload(
      gateway: session, digest: measure.sha256, length: measure.length,
      path: sources.release + "/image.bin")
    let sent = try upload.run { progress.append($0) }
    #expect(sent == 8_500_000)
    #expect(progress.first == 1_000_000 && progress.last == 9_500_000)
    #expect(progress == progress.sorted())
    // The gateway has compared the digest; the release can be published without another byte.
    let said = try publisher.run("firmware", "publish", sources.release)
    #expect(said.code == .ok && said.errors.contains("Published pulse-band 2.1.0, 0 B uploaded."))
  }

  @Test("fails for a version that is there, or passes over it when told to")
  func known() throws {
    try trustKey()
    #expect(try publisher.run("theme", "publish", sources.theme).code == .ok)
    let said = try publisher.run("theme", "publish", sources.theme)
    #expect(said.code == .conflict && said.errors.contains("--skip-existing"))
    #expect(try publisher.run("theme", "publish", sources.theme, "--skip-existing").code == .ok)
  }

  @Test("publishes nothing while one source has a mistake")
  func mistakes() throws {
    try trustKey()
    try FileSystem.remove(sources.theme + "/wallpaper.png")
    let said = try publisher.run("theme", "publish", sources.theme)
    #expect(said.code == .mistakes && said.errors.contains("nothing was published"))
    #expect(try publisher.run("theme", "list").errors == "Nothing is published yet.\n")
  }

  @Test("is refused while nobody has trusted the key, and again when it is trusted no longer")
  func untrusted() throws {
    try publisher.makeKey()
    let said = try publisher.run("theme", "publish", sources.theme)
    #expect(said.code == .refused && said.errors.contains("key show --json"))
    #expect(try publisher.run("key", "trust").code == .ok)
    let trusted = try publisher.run("key", "trusted").output
    let id = try #require(trusted.split(separator: "\t").first.map(String.init))
    #expect(try publisher.run("key", "distrust", id).code == .ok)
    #expect(try publisher.run("theme", "publish", sources.theme).code == .refused)
    #expect(try publisher.run("key", "distrust", id).code == .notFound)
  }

  @Test("keeps a key to what it was made for")
  func roles() throws {
    try publisher.makeKey([.themes])
    #expect(try publisher.run("key", "trust").code == .ok)
    #expect(try publisher.run("theme", "publish", sources.theme).code == .ok)
    let said = try publisher.run("firmware", "publish", sources.release)
    #expect(said.code == .refused && said.errors.contains("not made to sign firmware"))
  }

  @Test("widens and pauses a rollout")
  func rollout() throws {
    try trustKey()
    #expect(try publisher.run("firmware", "publish", sources.release).code == .ok)
    let said = try publisher.run(
      "firmware", "rollout", "pulse-band", "2.1.0", "--percent", "33.5", "--pause")
    #expect(said.output == "pulse-band\t2.1.0\tstable\t33.5\ttrue\n")
    #expect(
      try publisher.run("firmware", "rollout", "pulse-band", "9.9.9", "--resume").code
        == .notFound)
    #expect(try publisher.run("firmware", "rollout", "pulse-band", "2.1.0").code == .usage)
  }

  @Test("tells an operator's part from a publisher's")
  func scopes() throws {
    try signIn(scope: ["account", "publish"])
    try publisher.makeKey()
    let said = try publisher.run("key", "trust")
    #expect(said.code == .refused && said.errors.contains("--operator"))
  }

  @Test("ends with the session")
  func signedOut() throws {
    #expect(try publisher.run("whoami").code == .ok)
    #expect(try publisher.run("logout").code == .ok)
    let said = try publisher.run("list")
    #expect(said.code == .refused && said.errors.contains("lanyard-publish login"))
  }
}
