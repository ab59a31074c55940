import BluetoothWire

extension AttributeHandle: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: UInt16) { self.init(rawValue: value) }
}

extension AttributeRange {
  /// For tests that write ranges that are ranges.
  static func of(_ first: AttributeHandle, _ last: AttributeHandle) -> AttributeRange {
    guard let range = AttributeRange(first, last) else { preconditionFailure("not a range") }
    return range
  }
}
