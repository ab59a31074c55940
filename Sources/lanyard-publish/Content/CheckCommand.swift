import Commands
import GatewayAccess
import JSON
import SignedMetadata

/// `check`: everything that can be found wrong without a gateway.
enum CheckCommand {
  private static let paths = Parameter<[String]>.arguments(
    "PATH", isRequired: true, completion: .directories,
    help: "a theme's or a release's folder, or a folder of such")

  static let command = Command(
    "check", "Find mistakes in themes and releases",
    details: """
      Reads every theme.json and release.json under the paths, and the files they name. Each mistake is a line of its own, with the \
      file and the line it is in. Nothing is sent anywhere.
      """,
    parameters: [paths, .json],
    examples: [.init("lanyard-publish check Catalog Firmware", "Check everything")],
    action: run)

  private static func run(_ call: Invocation) throws -> ExitCode {
    var findings: [CheckedSource.Findings] = []
    let sources = try SourceSearch.sources(under: call[paths])
    for source in sources {
      if case .failure(let found) = try CheckedSource.check(
        source.path, source.kind, created: .now)
      {
        findings.append(found)
      }
    }
    if call[.json] {
      let json = JSONValue.object([
        "checked": .integer(Int64(sources.count)),
        "mistakes": .array(findings.flatMap(\.json)),
      ])
      call.terminal.print(String(decoding: json.encoded(), as: UTF8.self))
    } else {
      for found in findings { found.print(on: call.terminal) }
      let count = findings.reduce(0) { $0 + $1.mistakes.all.count }
      call.terminal.print(
        count == 0
          ? "Checked \(sources.count): no mistakes."
          : "Checked \(sources.count): \(count) \(count == 1 ? "mistake" : "mistakes").",
        to: .errors)
    }
    return findings.isEmpty ? .ok : .mistakes
  }
}

extension CheckedSource.Findings {
  /// One line each, as compilers write them, on standard output.
  func print(on terminal: Terminal, to stream: Terminal.Stream = .output) {
    for mistake in mistakes.all {
      let line = "\(file):\(mistake.line ?? 1): \(mistake.description)"
      terminal.print(Terminal.plain(line), to: stream)
    }
    if mistakes.isCutShort {
      terminal.print(Terminal.plain("\(file): and more"), to: stream)
    }
  }

  var json: [JSONValue] {
    mistakes.all.map { mistake in
      .object([
        "file": .string(file), "line": .integer(Int64(mistake.line ?? 1)),
        "path": .string(mistake.path), "problem": .string(mistake.problem),
        "remedy": .string(mistake.remedy),
      ])
    }
  }
}
