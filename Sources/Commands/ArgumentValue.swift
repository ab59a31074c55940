/// A type that one word of the command line can be read as.
package protocol ArgumentValue: Sendable {
  /// Nil when the word is no such value.
  init?(argument: String)
  /// How the value is written, for help pages and the messages about defaults.
  var argument: String { get }
  /// Every value there is, when they are few; empty otherwise.
  static var choices: [String] { get }
  /// What is expected, for messages: "a whole number".
  static var expectation: String { get }
}

extension ArgumentValue {
  package static var choices: [String] { [] }
}

extension ArgumentValue where Self: CustomStringConvertible {
  package var argument: String { description }
}

extension String: ArgumentValue {
  package init?(argument: String) { self = argument }
  package static var expectation: String { "a text" }
}

extension ArgumentValue where Self: FixedWidthInteger {
  /// Digits with an optional minus sign; no plus sign, no separators.
  package init?(argument: String) {
    guard argument.first != "+" else { return nil }
    self.init(argument, radix: 10)
  }
  package static var expectation: String { "a whole number from \(min) to \(max)" }
}

extension Int: ArgumentValue {}
extension Int64: ArgumentValue {}
extension UInt8: ArgumentValue {}
extension UInt16: ArgumentValue {}
extension UInt32: ArgumentValue {}
extension UInt64: ArgumentValue {}

extension Double: ArgumentValue {
  package init?(argument: String) {
    guard let value = Double(argument), value.isFinite else { return nil }
    self = value
  }
  package static var expectation: String { "a number" }
}

/// Written with a unit: `1500ms`, `30s`, `10m`, `24h`, `7d`.
extension Duration: ArgumentValue {
  private static let units: [(suffix: String, seconds: Int64)] = [
    ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
  ]

  package init?(argument: String) {
    if argument.hasSuffix("ms") {
      guard let count = Int64(argument.dropLast(2)), count >= 0 else { return nil }
      self = .milliseconds(count)
      return
    }
    for (suffix, seconds) in Duration.units where argument.hasSuffix(suffix) {
      // A hundred years keeps every sum with a date far from overflow.
      guard let count = Int64(argument.dropLast()), count >= 0, count <= 3_153_600_000 / seconds
      else { return nil }
      self = .seconds(count * seconds)
      return
    }
    return nil
  }

  package var argument: String {
    let (seconds, attoseconds) = components
    if attoseconds != 0 || seconds == 0 {
      return "\(seconds * 1_000 + attoseconds / 1_000_000_000_000_000)ms"
    }
    for (suffix, length) in Duration.units where seconds.isMultiple(of: length) {
      return "\(seconds / length)\(suffix)"
    }
    return "\(seconds)s"
  }

  package static var expectation: String { "a duration such as 1500ms, 30s, 10m, 24h or 7d" }
}

/// An enumeration of ours: the word is the raw value of a case.
extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  package init?(argument: String) { self.init(rawValue: argument) }
  package var argument: String { rawValue }
  package static var choices: [String] { allCases.map(\.rawValue) }
  package static var expectation: String { "one of " + choices.joined(separator: ", ") }
}
