/// What we can show and take in while pairing. Core Specification 5.4, Vol 3, Part H, 2.3.2.
package struct IOCapability: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Digits can be shown and typed, and a question answered: so can the owner's phone.
  package static let keyboardDisplay = IOCapability(rawValue: 4)
}
