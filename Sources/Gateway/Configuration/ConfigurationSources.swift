import Commands
import Kernel

/// What all three places say, each setting once: the flag, else the environment, else the file, else the default.
package struct ConfigurationSources: Sendable {
  /// What was said about one setting, and where.
  package struct Entry: Hashable, Sendable {
    package let key: String
    package let text: String
    package let origin: ConfigurationOrigin
  }

  /// One for each setting, in the table's order.
  package let entries: [Entry]
  private(set) var mistakes: [ConfigurationMistake]
  /// Variables that look like settings and are none: not refused, because other programs share the prefix, but worth a word.
  package let remarks: [String]

  /// - Parameters:
  ///   - file: its path and bytes, at most `ConfigurationText.mostBytes`.
  ///   - environment: all of it; only `LANYARD_…` is looked at.
  ///   - flags: by key of the setting.
  package init(
    file: (path: String, bytes: [UInt8])?, environment: [String: String], flags: [String: String]
  ) {
    var found: [String: Entry] = [:]
    var mistakes: [ConfigurationMistake] = []
    if let file {
      let text = ConfigurationText(file.bytes, path: file.path)
      mistakes = text.mistakes
      for (key, value, line) in text.entries {
        found[key] = Entry(key: key, text: value, origin: .file(file.path, line: line))
      }
    }
    for setting in Settings.all {
      let name = setting.environmentName
      if let text = environment[name] {
        found[setting.key] = Entry(key: setting.key, text: text, origin: .environment(name))
      }
      if let text = flags[setting.key] {
        found[setting.key] = Entry(
          key: setting.key, text: text, origin: .flag(setting.flagName))
      }
    }
    for setting in Settings.all {
      guard let entry = found[setting.key], !setting.accepts(entry.text) else { continue }
      mistakes.append(
        ConfigurationMistake(
          entry.origin, "\(setting.key) takes \(setting.expectation), not '\(entry.text)'"))
    }
    entries = Settings.all.map {
      found[$0.key] ?? Entry(key: $0.key, text: $0.fallbackText, origin: .builtIn)
    }
    self.mistakes = mistakes
    remarks = Self.remarks(on: environment)
  }

  /// Reads the file, when one is named.
  /// - Throws: `ConfigurationError` when it cannot be read; what is in it is judged later.
  package static func reading(
    file path: String?, environment: [String: String], flags: [String: String]
  ) throws(ConfigurationError) -> ConfigurationSources {
    var file: (path: String, bytes: [UInt8])?
    if let path {
      do throws(KernelError) {
        file = (path, try FileSystem.read(path, limit: ConfigurationText.mostBytes))
      } catch {
        throw ConfigurationError(mistakes: [
          ConfigurationMistake(.file(path, line: 0), "the file cannot be read: \(error.errno)")
        ])
      }
    }
    return ConfigurationSources(file: file, environment: environment, flags: flags)
  }

  /// The setting's value; its default when what was said is mistaken.
  subscript<Value>(setting: Setting<Value>) -> Value {
    guard let entry = entries.first(where: { $0.key == setting.key }), entry.origin != .builtIn
    else { return setting.fallback }
    return setting.kind.read(entry.text) ?? setting.fallback
  }

  func origin(of setting: any AnySetting) -> ConfigurationOrigin {
    entries.first { $0.key == setting.key }?.origin ?? .builtIn
  }

  /// Two settings that do not go together.
  mutating func refuse(_ setting: any AnySetting, _ problem: String, hint: String? = nil) {
    mistakes.append(ConfigurationMistake(origin(of: setting), problem, hint: hint))
  }

  /// Names that the programs themselves ask for, beside the settings.
  private static let others = [
    "LANYARD_CONFIG", "LANYARD_GATEWAY", "LANYARD_TESTS", "LANYARD_KEY_PASSPHRASE",
  ]

  private static func remarks(on environment: [String: String]) -> [String] {
    let names = Settings.all.map(\.environmentName)
    return environment.keys.sorted()
      .filter { $0.hasPrefix(Settings.environmentPrefix) && !names.contains($0) }
      .filter { !others.contains($0) }
      .map { name in
        let hint = Suggestion.sentence(for: name, among: names).map { " \($0)" } ?? ""
        return "\(name) is no setting and was not read.\(hint)"
      }
  }
}

/// The configuration cannot be used; every mistake is listed.
package struct ConfigurationError: Error, Hashable, CustomStringConvertible {
  package let mistakes: [ConfigurationMistake]
  package var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
