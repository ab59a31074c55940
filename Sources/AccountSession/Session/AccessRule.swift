import JSON

/// What a route asks of its caller (HT-08). Every route in the product is made by `SessionGate.route` or `SessionGate.openRoute`, so
/// that none is undeclared.
package struct AccessRule: Sendable {
  /// All of these; empty: any session.
  package var scope: Scope
  /// One of these is enough; empty: any role.
  package var roles: Roles
  /// The action whose step-up is needed (SU-01), as `password.change`; nil: none. A sign-in of the last five minutes
  /// counts.
  package var stepUp: String?
  /// What the caller approves, once and for one object (SU-02); nil: nothing.
  let approval: ApprovedAct?
  /// The audit event that the route writes, if any.
  package var audit: String?

  package init(
    scope: Scope, roles: Roles = [], stepUp: String? = nil, audit: String? = nil
  ) {
    self.scope = scope
    self.roles = roles
    self.stepUp = stepUp
    self.audit = audit
    approval = nil
  }

  init(scope: Scope, approval: ApprovedAct, audit: String) {
    self.scope = scope
    roles = []
    stepUp = nil
    self.approval = approval
    self.audit = audit
  }

  /// What the rule asks and a session lacks.
  enum Lack: Hashable {
    case scope(Scope)
    case role
    case stepUp(String)
  }

  /// Nil when the session may pass.
  func lack(of session: Session, at now: Timestamp) -> Lack? {
    guard session.scope.isSuperset(of: scope) else {
      return .scope(scope.subtracting(session.scope))
    }
    guard roles.isEmpty || !roles.isDisjoint(with: session.roles) else { return .role }
    if let stepUp, now >= session.authenticatedAt + AccountPolicy.stepUpLife {
      return .stepUp(stepUp)
    }
    return nil
  }

  /// The route's line in the table that a test reviews.
  var declared: [String: String] {
    var declared = [
      "authentication": "session",
      "scope": scope.isEmpty ? "any" : scope.names.joined(separator: " "),
    ]
    if !roles.isEmpty { declared["roles"] = roles.names.joined(separator: " or ") }
    if let stepUp { declared["step-up"] = stepUp }
    if let approval {
      let object = approval.objectParameter ?? "account"
      declared["step-up"] = "\(approval.rawValue), once, for this \(object)"
    }
    if let audit { declared["audit"] = audit }
    return declared
  }
}
