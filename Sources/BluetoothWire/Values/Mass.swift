/// A mass without rounding: in tenths of a microgram, the coarsest unit in which both a scale's 5 g and its 0.01 lb are
/// whole numbers (a pound is exactly 0.45359237 kg, International Yard and Pound Agreement 1959).
package struct Mass: Hashable, Comparable, Sendable {
  package let tenthMicrograms: Int64

  package static let zero = Mass(tenthMicrograms: 0)

  private init(tenthMicrograms: Int64) { self.tenthMicrograms = tenthMicrograms }

  package init(grams: Int) { tenthMicrograms = Int64(grams) * Mass.gram }

  package init(fiveGrams count: UInt16) { tenthMicrograms = Int64(count) * 5 * Mass.gram }

  package init(hundredthPounds count: UInt16) { tenthMicrograms = Int64(count) * 45_359_237 }

  /// The nearest gram; halves go up.
  package var grams: Int { Int((tenthMicrograms + Mass.gram / 2) / Mass.gram) }

  package static func < (a: Mass, b: Mass) -> Bool { a.tenthMicrograms < b.tenthMicrograms }

  private static let gram: Int64 = 10_000_000
}

/// The unit that a scale is set to; its weight is counted in steps of it.
package enum MassUnit: Hashable, Sendable {
  case kilogram
  case pound
  /// 500 g. Also called catty.
  case jin
}
