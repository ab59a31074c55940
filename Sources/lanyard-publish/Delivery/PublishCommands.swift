import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON
import SignedMetadata

/// `theme publish` and `firmware publish`: the same for both kinds of content.
struct PublishCommands {
  let kind: SourceFolder.Kind
  let role: ContentRole

  private static let paths = Parameter<[String]>.arguments(
    "DIR", isRequired: true, completion: .directories,
    help: "a source's folder, or a folder of such")
  private static let skipsExisting = Parameter<Bool>.flag(
    "skip-existing", help: "pass over versions that were published before instead of failing")

  var command: Command {
    Command(
      "publish", "Sign and publish",
      details: """
        Checks the sources, signs each with the content key, uploads the files that the gateway does not have, and publishes. \
        An upload that was interrupted goes on where it stopped. What is published is seen by everybody at once, or not at all.
        """,
      parameters: [
        Self.paths, Self.skipsExisting, KeyCommands.path, Passphrase.file, .json,
      ],
      action: run)
  }

  private func run(_ call: Invocation) throws -> ExitCode {
    let sources = try checked(call)
    let delivery = Delivery(
      gateway: try PublishProgram.session(call),
      key: try KeyCommands.unlocked(call, for: role), terminal: call.terminal)
    var results: [JSONValue] = []
    for source in sources {
      switch try delivery.publish(source) {
      case .published(let answer, let uploaded):
        results.append(.object(answer))
        call.terminal.print(
          "Published \(source.title), \(ByteText(uploaded)) uploaded.", to: .errors)
      case .known:
        guard call[Self.skipsExisting] else {
          throw Failure(
            .conflict, "\(source.title) was published before",
            hint: "Raise its version, or pass over it with --skip-existing.")
        }
        call.terminal.print("Passed over \(source.title): it is there.", to: .errors)
      }
    }
    if call[.json] {
      let json = JSONValue.object(["published": .array(results)])
      call.terminal.print(String(decoding: json.encoded(), as: UTF8.self))
    }
    return .ok
  }

  /// All of them, before the first is published.
  private func checked(_ call: Invocation) throws -> [CheckedSource] {
    var checked: [CheckedSource] = []
    var hasMistakes = false
    for source in try SourceSearch.sources(under: call[Self.paths], of: [kind]) {
      switch try CheckedSource.check(source.path, source.kind, created: .now) {
      case .success(let source): checked.append(source)
      case .failure(let findings):
        hasMistakes = true
        findings.print(on: call.terminal, to: .errors)
      }
    }
    guard !hasMistakes else { throw Failure(.mistakes, "nothing was published") }
    // A device refuses a counter that it has passed, so the lower ones go first.
    return checked.sorted { one, other in
      guard case .release(let one, _) = one, case .release(let other, _) = other else {
        return false
      }
      return one.product == other.product && one.counter < other.counter
    }
  }
}

/// A number of bytes for a person.
struct ByteText: CustomStringConvertible {
  let bytes: Int64
  init(_ bytes: Int64) { self.bytes = bytes }

  var description: String {
    switch bytes {
    case ..<1_024: "\(bytes) B"
    case ..<(1 << 20): "\(bytes >> 10) KiB"
    default: "\(bytes >> 20) MiB"
    }
  }
}
