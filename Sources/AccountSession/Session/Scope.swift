/// What a token may be used for. A device credential has `sync` alone and can never pass a step-up (RT-07).
package struct Scope: OptionSet, Hashable, Sendable {
  package let rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  /// Catalogs, files, update checks, notices, measurements of the own account.
  package static let sync = Scope(rawValue: 1)
  /// Sessions, devices, links, credentials of the own account.
  package static let account = Scope(rawValue: 2)
  /// The content team's routes; each needs a role as well. Operators have it too: they say which keys are trusted.
  package static let publish = Scope(rawValue: 4)
  /// The operator's routes; needs the role as well.
  package static let operate = Scope(rawValue: 8)
}

extension Scope {
  private static let named: [(name: String, scope: Scope)] = [
    ("sync", .sync), ("account", .account), ("publish", .publish), ("operate", .operate),
  ]

  /// As they are written in JSON.
  package var names: [String] { Self.named.filter { contains($0.scope) }.map(\.name) }

  /// Nil when a name is unknown.
  package init?(names: [String]) {
    var scope: Scope = []
    for name in names {
      guard let known = Self.named.first(where: { $0.name == name }) else { return nil }
      scope.insert(known.scope)
    }
    self = scope
  }

  /// What these roles may ask for at all: publishing and operating hang on a role, so a session that was given them loses
  /// them with the role.
  package static func allowed(to roles: Roles) -> Scope {
    var scope: Scope = [.sync, .account]
    if !roles.isDisjoint(with: [.publisher, .operator]) { scope.insert(.publish) }
    if roles.contains(.operator) { scope.insert(.operate) }
    return scope
  }
}
