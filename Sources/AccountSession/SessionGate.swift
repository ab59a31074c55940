package import HTTP
package import JSON
package import SQLite

/// What a route asks of its caller (HT-08). Every route in the product is made by `SessionGate.route` or `SessionGate.openRoute`, so
/// that none is undeclared.
package struct AccessRule: Sendable {
  package var scope: Scope
  /// One of these is enough; empty: any role.
  package var roles: Roles
  /// The action whose step-up is needed (SU-01), as `session.end`; nil: none. A fresh sign-in (5 minutes) counts in the first cut.
  package var stepUp: String?
  /// The audit event that the route writes, if any.
  package var audit: String?

  package init(
    scope: Scope, roles: Roles = [], stepUp: String? = nil, audit: String? = nil
  ) {
    self.scope = scope
    self.roles = roles
    self.stepUp = stepUp
    self.audit = audit
  }
}

/// The door: turns a request's token into a session, on one loop. It has the loop's session cache and its read connection, and asks
/// the account's epoch on every request, so that nothing revoked is ever answered (SE-06).
package final class SessionGate {
  /// The loop's read connection, for the capabilities' stores.
  package let reader: Reader
  package init(desk: AccountDesk, reader: Reader) { fatalError("unbuilt") }

  /// A route for signed-in callers: 401 without a good token, 403 without the scope or role.
  package func route(
    _ method: Method, _ pattern: StaticString, _ rule: AccessRule, bodyLimit: Int = 0,
    contentType: StaticString? = nil,
    handler: @escaping (Request, Session) -> Answer
  ) -> Route { fatalError("unbuilt") }

  /// A route that anyone may call; `limit` names the throttle that guards it (BF-01).
  package func openRoute(
    _ method: Method, _ pattern: StaticString, limit: String, bodyLimit: Int = 0,
    contentType: StaticString? = nil, handler: @escaping (Request) -> Answer
  ) -> Route { fatalError("unbuilt") }

  /// The same session asked anew, for the `Authority` of a file or stream: nil when it no longer is valid.
  package func renew(_ session: Session) -> Session? { fatalError("unbuilt") }

  /// The wall clock as of this batch of events.
  package var now: Timestamp { fatalError("unbuilt") }
}
