/// One thing that a gateway can be told: its name in all three places, what it takes, and what holds when nobody says.
///
/// In the file it is `key = value`, in the environment `LANYARD_<KEY>`, on the command line `--<key with dashes>`.
package struct Setting<Value: Sendable>: AnySetting {
  package let key: String
  package let help: String
  let kind: SettingKind<Value>
  let fallback: Value

  init(_ key: String, _ kind: SettingKind<Value>, default fallback: Value, help: String) {
    self.key = key
    self.kind = kind
    self.fallback = fallback
    self.help = help
  }

  package var placeholder: String { kind.placeholder }
  package var expectation: String { kind.expectation }
  package var fallbackText: String { kind.write(fallback) }
  package var choices: [String] { kind.choices }
  package func accepts(_ text: String) -> Bool { kind.read(text) != nil }
}

/// A setting of any type, as the table holds them.
package protocol AnySetting: Sendable {
  /// Words joined by `_`; the last one is the unit where there is one.
  var key: String { get }
  /// One line without a full stop: what it changes.
  var help: String { get }
  /// As `SECONDS`, for help pages.
  var placeholder: String { get }
  /// What a value must be: "a number of seconds from 1 to 3600".
  var expectation: String { get }
  /// What holds when nobody says; empty for nothing.
  var fallbackText: String { get }
  /// Every value there is, when they are few; empty otherwise.
  var choices: [String] { get }
  func accepts(_ text: String) -> Bool
}

extension AnySetting {
  package var environmentName: String { Settings.environmentPrefix + key.uppercased() }
  package var flagName: String { String(key.map { $0 == "_" ? "-" : $0 }) }
}

/// How the text of a setting is read and written.
struct SettingKind<Value: Sendable>: Sendable {
  let placeholder: String
  let expectation: String
  var choices: [String] = []
  let read: @Sendable (String) -> Value?
  let write: @Sendable (Value) -> String
}

extension SettingKind where Value == Int {
  static func count(_ range: ClosedRange<Int>) -> Self {
    SettingKind(
      placeholder: "N",
      expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      read: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } },
      write: { String($0) })
  }
}

extension SettingKind where Value == Duration {
  static func seconds(_ range: ClosedRange<Int>) -> Self {
    SettingKind(
      placeholder: "SECONDS",
      expectation: "a number of seconds from \(range.lowerBound) to \(range.upperBound)",
      read: { text in Int(text).flatMap { range.contains($0) ? .seconds($0) : nil } },
      write: { String($0.components.seconds) })
  }
}

extension SettingKind where Value == Bool {
  static var claim: Self {
    SettingKind(
      placeholder: "BOOL", expectation: "true or false", choices: ["true", "false"],
      read: { ["true": true, "false": false][$0] }, write: { String($0) })
  }
}

extension SettingKind where Value == String? {
  /// An absolute path: a service has no working directory worth relying on.
  static var path: Self {
    SettingKind(
      placeholder: "PATH", expectation: "an absolute path",
      read: { text in text.hasPrefix("/") ? .some(text) : nil }, write: { $0 ?? "" })
  }

  static func text(_ placeholder: String, _ expectation: String) -> Self {
    SettingKind(
      placeholder: placeholder, expectation: expectation,
      read: { text in text.isEmpty || text.utf8.count > 1_024 ? nil : .some(text) },
      write: { $0 ?? "" })
  }
}

extension SettingKind where Value == ListenAddress {
  static var address: Self {
    SettingKind(
      placeholder: "HOST:PORT", expectation: ListenAddress.expectation,
      read: { ListenAddress($0) }, write: { $0.description })
  }
}

extension SettingKind where Value == ListenAddress? {
  static var addressOrOff: Self {
    SettingKind(
      placeholder: "HOST:PORT", expectation: ListenAddress.expectation + ", or off",
      read: { text in text == "off" ? .some(nil) : ListenAddress(text).map { .some($0) } },
      write: { $0?.description ?? "off" })
  }
}

extension SettingKind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  static var choice: Self {
    SettingKind(
      placeholder: "NAME",
      expectation: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "),
      choices: Value.allCases.map(\.rawValue),
      read: { Value(rawValue: $0) }, write: { $0.rawValue })
  }
}
