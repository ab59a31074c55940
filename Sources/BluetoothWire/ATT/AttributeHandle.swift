/// Where an attribute is on its server. 0 is no attribute. Core Specification 5.4, Vol 3, Part F, 3.2.2.
package struct AttributeHandle: RawRepresentable, Hashable, Comparable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Reserved; stands for "none".
  package static let none = AttributeHandle(rawValue: 0)
  package static let first = AttributeHandle(rawValue: 1)
  package static let last = AttributeHandle(rawValue: 0xFFFF)

  package static func < (a: AttributeHandle, b: AttributeHandle) -> Bool {
    a.rawValue < b.rawValue
  }

  /// Nil after `last`.
  package var next: AttributeHandle? {
    self == .last ? nil : AttributeHandle(rawValue: rawValue + 1)
  }
}

/// Handles from `first` to `last`, both included: never empty, never with handle 0.
package struct AttributeRange: Hashable, Sendable {
  package let first: AttributeHandle
  package let last: AttributeHandle

  /// Nil when reversed or with handle 0.
  package init?(_ first: AttributeHandle, _ last: AttributeHandle) {
    guard first != .none, first <= last else { return nil }
    self.first = first
    self.last = last
  }

  private init(unchecked first: AttributeHandle, _ last: AttributeHandle) {
    self.first = first
    self.last = last
  }

  package static let all = AttributeRange(unchecked: .first, .last)

  package func contains(_ handle: AttributeHandle) -> Bool { first <= handle && handle <= last }
}
