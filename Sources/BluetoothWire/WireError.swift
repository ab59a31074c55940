/// Bytes that are not what they were said to be. The whole value is refused; nothing of it was used.
package struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Fault: Hashable, Sendable {
    /// The bytes end inside the value.
    case tooShort
    /// Bytes are left after the value's end.
    case leftover
    /// A field holds what its specification does not allow; says which.
    case invalid(String)
  }
  /// What was being read, as "heart rate measurement".
  package let value: String
  package let fault: Fault
  package init(_ value: String, _ fault: Fault) {
    self.value = value
    self.fault = fault
  }

  package var description: String {
    switch fault {
    case .tooShort: "\(value): too short"
    case .leftover: "\(value): bytes after its end"
    case .invalid(let field): "\(value): \(field)"
    }
  }
}
