import Commands
import Gateway
import GatewayAccess
import JSON

/// `lanyard config`: what a gateway would be told, and by whom.
enum ConfigCommand {
  private static let check = Parameter<Bool>.flag(
    "check", help: "check it as 'serve' would, and list every mistake")
  private static let example = Parameter<Bool>.flag(
    "example", help: "print a file with every setting at its default, explained")

  static var command: Command {
    Command(
      "config", "Show every setting, its value, and where the value comes from",
      details: """
        A setting is looked for in this order: a flag, the environment (LANYARD_ and the key in capitals), the file, the \
        default. Secrets are never settings: a setting names the file that holds one.
        """,
      parameters: [check, example, .json] + ConfigurationFlags.all,
      examples: [
        .init("lanyard config --check --config lanyard.conf", "Is this file fit to serve with?"),
        .init("lanyard config --example > lanyard.conf", "Begin with a file that explains itself"),
      ]
    ) { invocation in
      if invocation[example] {
        invocation.terminal.print(ConfigurationExample.text)
        return .ok
      }
      return try show(invocation)
    }
  }

  private static func show(_ invocation: Invocation) throws -> ExitCode {
    let sources: ConfigurationSources
    do {
      sources = try ConfigurationFlags.sources(invocation)
    } catch let error as ConfigurationError {
      throw ConfigurationFailure(error: error)
    }
    for remark in sources.remarks { invocation.terminal.print(remark, to: .errors) }
    invocation.show(json: json(sources), table: table(sources), nothing: "")
    guard invocation[check] else { return .ok }
    let configuration: GatewayConfiguration
    do {
      configuration = try GatewayConfiguration(sources)
    } catch {
      throw ConfigurationFailure(error: error)
    }
    let obstacles = configuration.obstacles()
    guard obstacles.isEmpty else {
      throw Failure(
        .mistakes,
        "'serve' would not start on this machine:\n" + obstacles.joined(separator: "\n"))
    }
    // Nothing to refuse a start for: the rest is served without, and a radio may come later.
    if let remark = try RadioCheck.remark(on: configuration) {
      invocation.terminal.print("The radio: \(remark)", to: .errors)
    }
    invocation.terminal.print("The configuration is sound.", to: .errors)
    return .ok
  }

  private static func table(_ sources: ConfigurationSources) -> Table {
    var table = Table("SETTING", "VALUE", "FROM")
    for entry in sources.entries {
      table.add(entry.key, entry.text.isEmpty ? "-" : entry.text, entry.origin.description)
    }
    return table
  }

  private static func json(_ sources: ConfigurationSources) -> [UInt8] {
    let settings = sources.entries.map { entry in
      JSONValue.object([
        "setting": .string(entry.key), "value": .string(entry.text),
        "from": .string(entry.origin.description),
      ])
    }
    return JSONValue.object(["settings": .array(settings)]).encoded()
  }
}
