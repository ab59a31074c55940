import Glibc
import LanyardTesting
import Synchronization

@testable import Commands

enum Channel: String, CaseIterable, ArgumentValue {
  case stable
  case beta
}

struct Missing: CommandFailure {
  let exitCode = ExitCode.notFound
  let explanation = "no theme is called \u{1b}[31maurora"
  let hint: String? = "Run 'sample theme list'."
}

/// A small program with one of everything, and a note of what its actions were told.
enum Sample {
  static let server = Parameter.option(
    "server", "URL", of: String.self, short: "s", environment: "SAMPLE_SERVER",
    help: "where the gateway is")
  static let verbose = Parameter.flag("verbose", short: "v", help: "say more")
  static let port = Parameter.option(
    "port", "PORT", default: UInt16(8_080), short: "p", help: "where to listen")
  static let grace = Parameter.option(
    "grace", "TIME", default: Duration.seconds(20), help: "how long to wait")
  static let name = Parameter.required("name", "NAME", of: String.self, help: "what to call it")
  static let tags = Parameter.repeated("tag", "TAG", of: String.self, help: "what it is about")
  static let channel = Parameter.option(
    "channel", "CHANNEL", default: Channel.stable, help: "which releases")
  static let file = Parameter.argument(
    "FILE", of: String.self, completion: .files, help: "the file")
  static let copies = Parameter.optionalArgument("COPIES", of: Int.self, help: "how many")
  static let rest = Parameter.arguments("WORD", of: String.self, help: "all others")

  static func program(_ told: @escaping @Sendable (String) -> Void = { _ in }) -> Program {
    Program(root(told), version: "1.2.3")
  }

  static func root(_ told: @escaping @Sendable (String) -> Void = { _ in }) -> Command {
    Command(
      "sample", "Try every kind of parameter", parameters: [server, verbose],
      commands: [
        Command(
          "serve", "Run the gateway", details: "It listens until it is told to stop.",
          parameters: [port, grace],
          examples: [.init("sample serve --port 80", "On the web's port")]
        ) { call in
          told(
            "serve \(call[port]) \(call[grace]) \(call[server] ?? "-") \(call[verbose]) "
              + "\(call.isGiven(port))")
          return .ok
        },
        Command(
          "theme", "Work with themes",
          commands: [
            Command(
              "add", "Add a theme", parameters: [file, copies, name, tags, channel, .json]
            ) { call in
              told(
                "add \(call[file]) \(call[copies] ?? 0) \(call[name]) \(call[tags]) "
                  + "\(call[channel])")
              var table = Table("NAME", "CHANNEL")
              table.add(call[name], call[channel].rawValue)
              call.show(json: [UInt8](#"{"name":"x"}"#.utf8), table: table, nothing: "nothing")
              return .ok
            },
            Command("drop", "Remove a theme", parameters: [rest]) { call in
              told("drop \(call[rest])")
              throw Missing()
            },
          ]),
      ])
  }
}

/// What a program did with a command line: its exit code, what its action was told, and both streams.
struct Outcome {
  let code: ExitCode
  let told: String?
  let output: String
  let errors: String

  init(_ line: String, environment: [String: String] = [:]) throws {
    try self.init(line.split(separator: " ").map(String.init), environment: environment)
  }

  init(_ words: [String], environment: [String: String] = [:]) throws {
    let recorder = Recorder()
    let streams = Streams()
    code = Sample.program { recorder.note($0) }.run(
      words, environment: environment, terminal: streams.terminal(environment))
    told = recorder.text
    output = streams.read(Streams.outputName)
    errors = streams.read(Streams.errorsName)
  }
}

private final class Recorder: Sendable {
  private let noted = Mutex<String?>(nil)
  var text: String? { noted.withLock { $0 } }
  func note(_ text: String) { noted.withLock { $0 = text } }
}

/// Two files in the place of a terminal's streams.
final class Streams {
  static let outputName = "output"
  static let errorsName = "errors"
  private let directory = TemporaryDirectory()
  private let descriptors: [Int32]

  init() {
    descriptors = [Streams.outputName, Streams.errorsName].map { [directory] in
      open(directory.file($0), O_RDWR | O_CREAT, 0o600)
    }
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  func terminal(_ environment: [String: String] = [:]) -> Terminal {
    Terminal(output: descriptors[0], errors: descriptors[1], environment: environment)
  }

  func read(_ name: String) -> String {
    let descriptor = descriptors[name == Streams.outputName ? 0 : 1]
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}
