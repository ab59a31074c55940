/// Why what pairing left behind is not kept.
enum BondFlaw: Error, Hashable {
  /// The peer asked for a key that can be searched through (KNOB).
  case keyTooShort
  /// Made with a key pair that everybody knows.
  case debugKey
  /// Made over the other Bluetooth, or for it: a weaker pairing there would replace the one here (BLURtooth).
  case otherTransport
  /// The peer does not want to be remembered, or gave no key.
  case notKept
  /// It changes its address and gave nothing to know it by.
  case noIdentity
  /// The owner compared or typed digits, and the key is of a pairing without: somebody sat in between (method confusion).
  case notAuthenticated

  var refusal: LinkRefusal {
    switch self {
    case .keyTooShort: .keyTooShort
    case .debugKey, .otherTransport, .notKept, .noIdentity, .notAuthenticated: .pairingRejected
    }
  }
}
