import Commands
import Gateway

/// The flags that say how a gateway is configured: the file, and one for each setting.
enum ConfigurationFlags {
  /// Read when it is there and no other is named.
  static let usualFile = "/etc/lanyard/lanyard.conf"

  static let file = Parameter<String?>.option(
    "config", "FILE", environment: "LANYARD_CONFIG", completion: .files,
    help: "the configuration file; \(usualFile) when it is there")

  private static let settings: [(key: String, parameter: Parameter<String?>)] = Settings.all.map {
    setting in
    let fallback = setting.fallbackText.isEmpty ? "" : " (default: \(setting.fallbackText))"
    // Read as text: the mistake of a flag is then told like that of a line in the file, with all the others.
    return (
      setting.key,
      .option(
        setting.flagName, setting.placeholder,
        completion: setting.choices.isEmpty
          ? setting.placeholder == "PATH" ? .files : .nothing : .choices(setting.choices),
        help: setting.help + fallback)
    )
  }

  static var all: [any AnyParameter] { [file] + settings.map(\.parameter) }

  /// What the flags, the environment and the file say together. Not yet judged.
  static func sources(_ invocation: Invocation) throws -> ConfigurationSources {
    var flags: [String: String] = [:]
    for (key, parameter) in settings {
      if let text = invocation[parameter] { flags[key] = text }
    }
    return try .reading(
      file: invocation[file] ?? existing(usualFile), environment: invocation.terminal.environment,
      flags: flags)
  }

  static func configuration(_ invocation: Invocation) throws -> GatewayConfiguration {
    do {
      return try GatewayConfiguration(sources(invocation))
    } catch let error as ConfigurationError {
      throw ConfigurationFailure(error: error)
    }
  }
}

/// Mistakes in the configuration, one a line.
struct ConfigurationFailure: CommandFailure {
  let error: ConfigurationError
  var exitCode: ExitCode { .mistakes }
  var explanation: String {
    let count = error.mistakes.count
    let title =
      count == 1
      ? "the configuration has a mistake" : "the configuration has \(count) mistakes"
    return "\(title):\n\(error)"
  }
  var hint: String? { "'lanyard config' shows every setting and where its value comes from." }
}
