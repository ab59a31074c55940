/// What an account must hold to be given something.
package enum EntitlementRequirement: Hashable, Sendable {
  case free
  /// One of these is enough; sorted, never empty. Each is `plan:<name>` or `item:<name>`, as the account module names rights.
  case anyOf([String])

  /// The most names that one requirement may list.
  package static let mostNames = 16

  /// Whether a text is a right's name: `plan:` or `item:` and 1...64 of a-z 0-9 . - _
  package static func isName(_ text: String) -> Bool {
    guard text.hasPrefix("plan:") || text.hasPrefix("item:") else { return false }
    let name = text.dropFirst(5).utf8
    return (1...64).contains(name.count)
      && name.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}
