/// What an account may be. `owner` is everybody.
package struct Roles: OptionSet, Hashable, Sendable {
  package let rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  package static let owner = Roles(rawValue: 1)
  package static let publisher = Roles(rawValue: 2)
  package static let `operator` = Roles(rawValue: 4)
}

extension Roles {
  private static let named: [(name: String, role: Roles)] = [
    ("owner", .owner), ("publisher", .publisher), ("operator", .operator),
  ]

  /// As they are written in JSON.
  package var names: [String] { Self.named.filter { contains($0.role) }.map(\.name) }

  /// Nil when a name is unknown.
  package init?(names: [String]) {
    var roles: Roles = []
    for name in names {
      guard let known = Self.named.first(where: { $0.name == name }) else { return nil }
      roles.insert(known.role)
    }
    self = roles
  }
}
