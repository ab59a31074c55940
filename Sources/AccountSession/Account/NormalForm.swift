@_spi(_Unicode) import Swift

/// Unicode's Normalization Form C, UAX #15: one spelling for text that looks the same.
///
/// The standard library has it, because it compares strings by it, but shows it only as an interface for Foundation's own use.
/// Asking Foundation instead would load it and its 30 MB of ICU tables into a gateway that needs nothing else of them. A test
/// holds the result against Unicode's own examples, so a toolchain that changed it would be noticed.
enum NormalForm {
  static func composed(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text._nfc { scalars.append(scalar) }
    return String(scalars)
  }
}
