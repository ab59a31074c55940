import AccountSession

/// Which person a measurement is of, and how anybody knows.
struct Attribution: Hashable, Sendable {
  enum Person: String, CaseIterable, Hashable, Sendable {
    case owner
    /// Somebody else who stood on the owner's scale.
    case other

    /// As the database has it. Never renumbered.
    var code: Int64 {
      switch self {
      case .owner: 0
      case .other: 1
      }
    }
  }

  enum Basis: String, CaseIterable, Hashable, Sendable {
    /// Whoever linked the accessory wears it, or stood on it to link it.
    case link
    /// The scale keeps people apart, and the owner's code opened the owner's own.
    case consent
    /// The scale has numbers for people, and said the one that the owner had when linking it.
    case scale
    /// From the weight alone. It may be wrong, and the owner may say so.
    case guess
    /// The owner said so.
    case owner
  }

  let person: Person
  let basis: Basis

  static let ofLink = Attribution(person: .owner, basis: .link)
}

/// The guess who stood on a scale that does not say.
enum WeightGuess {
  /// Between two mornings a body gains or loses less than this: what is eaten, drunk and worn.
  private static let ownSwing: Int64 = 3_000
  /// What a determined diet, or the lack of one, adds to it each day.
  private static let driftPerDay: Int64 = 150
  /// However long ago: two people of a household may differ by no more than this.
  private static let mostSwing: Int64 = 8_000

  /// - Parameters:
  ///   - grams: what the scale shows.
  ///   - last: the owner's last weight in grams, and how many days ago; nil when there is none to compare with.
  static func person(_ grams: Int64, last: (grams: Int64, daysAgo: Int64)?) -> Attribution.Person {
    guard let last else { return .owner }
    let swing = min(mostSwing, ownSwing + driftPerDay * max(0, last.daysAgo))
    return abs(grams - last.grams) <= swing ? .owner : .other
  }
}

extension Attribution.Person {
  /// `{"person": "owner" | "other"}`.
  static func parse(_ bytes: [UInt8]) throws(BodyMistake) -> Attribution.Person {
    let body = try JSONBody(bytes, known: ["person"])
    guard let person = Attribution.Person(rawValue: try body.text("person", most: 16)) else {
      throw body.mistake("person", "owner or other")
    }
    return person
  }
}
