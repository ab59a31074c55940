import Commands
import Cryptography
import GatewayAccess
import JSON
import SignedMetadata

/// `key create` and `key show`; the others of `key` are in `TrustCommands`.
enum KeyCommands {
  static let path = Parameter<String?>.option(
    "key", "FILE", environment: "LANYARD_KEY_FILE", completion: .files,
    help: "the content key, instead of the one in the settings folder")

  private static let name = Parameter<String>.required(
    "name", "NAME", help: "what operators will know the key by, as \"Ada's laptop\"")
  private static let roles = Parameter<[KeyRole]>.repeated(
    "role", "ROLE", help: "what the key is to sign; both when left out")

  static let all = Command(
    "key", "Make, show and trust keys that sign content",
    details: """
      Content is signed on this machine and nowhere else: the private key never leaves it, and the gateway only learns the public \
      half. Whoever has the key file and its passphrase can publish for every device. Keep a copy of both in two places.
      """,
    commands: [
      Command(
        "create", "Make a content key", parameters: [name, roles, path, Passphrase.file, .json],
        examples: [
          .init("lanyard-publish key create --name \"Ada's laptop\"", "Make a key for all content")
        ], action: create),
      Command(
        "show", "Show the public half, for an operator to trust", parameters: [path, .json],
        examples: [
          .init(
            "lanyard-publish key show --json > ada.json",
            "Write the file that an operator adds to the gateway")
        ], action: show),
      TrustCommands.list, TrustCommands.trust, TrustCommands.distrust,
    ])

  /// The key file that the command line or the settings name.
  static func location(_ call: Invocation) throws(Failure) -> String {
    if let path = call[path] { return path }
    return try Home(of: PublishProgram.identity, environment: call.terminal.environment).keyPath
  }

  /// Opens the key for signing.
  static func unlocked(
    _ call: Invocation, for role: ContentRole
  ) throws -> Ed25519.PrivateKey {
    let location = try location(call)
    let file = try ContentKeyFile.load(location)
    guard file.roles.contains(role) else {
      throw Failure(.refused, "the key \(location) was not made to sign \(role.rawValue)")
    }
    guard let key = file.opened(try Passphrase.known(call)) else {
      throw Failure(.refused, "this is not the passphrase of \(location)")
    }
    return key
  }

  private static func create(_ call: Invocation) throws -> ExitCode {
    guard (1...ContentLimits.titleBytes).contains(call[name].utf8.count) else {
      throw UsageError("--name takes 1 to \(ContentLimits.titleBytes) bytes")
    }
    let location = try location(call)
    if call[path] == nil {
      try Home(of: PublishProgram.identity, environment: call.terminal.environment).make()
    }
    let roles = call[roles].isEmpty ? ContentRole.allCases : call[roles].map(\.role)
    let file = ContentKeyFile(
      name: call[name], roles: Array(Set(roles)), passphrase: try Passphrase.new(call))
    try file.save(as: location)
    call.terminal.print("Made the content key \(location).", to: .errors)
    report(file, call)
    return .ok
  }

  private static func show(_ call: Invocation) throws -> ExitCode {
    report(try ContentKeyFile.load(location(call)), call)
    return .ok
  }

  private static func report(_ file: ContentKeyFile, _ call: Invocation) {
    var table = Table("KEY", "NAME", "ROLES", "PUBLIC")
    table.add(
      file.publicKey.id.rawValue, file.name, file.roles.map(\.rawValue).joined(separator: ", "),
      file.publicKey.hex)
    call.show(json: file.proposal.encoded(), table: table, nothing: "")
  }
}

/// `ContentRole` as a word of the command line.
private enum KeyRole: String, CaseIterable, ArgumentValue {
  case themes
  case firmware

  var role: ContentRole {
    switch self {
    case .themes: .themes
    case .firmware: .firmware
    }
  }
}

extension Home {
  /// The content key, unless another is named.
  var keyPath: String { folder + "/content-key.json" }
}
