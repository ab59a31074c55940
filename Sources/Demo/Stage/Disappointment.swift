/// Something did not do what the story says it does. A sentence for whoever watches.
package struct Disappointment: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// Throws a disappointment unless it is so.
func insist(_ claim: Bool, _ otherwise: @autoclosure () -> String) throws {
  if !claim { throw Disappointment(otherwise()) }
}

extension Optional {
  /// The value, or a disappointment.
  func orDisappoint(_ otherwise: @autoclosure () -> String) throws -> Wrapped {
    guard let self else { throw Disappointment(otherwise()) }
    return self
  }
}
