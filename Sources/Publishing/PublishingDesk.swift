package import AccountSession
package import HTTP
package import SQLite
package import SignedMetadata

/// What the content team has delivered: its keys, its uploads, and the signed documents that name them. What a theme or a release
/// means is decided elsewhere.
package final class PublishingDesk: Sendable {
  package static let migrations = MigrationSet(component: "Publishing", steps: [])
  package let objects: ObjectStore

  package init(desk: AccountDesk, objects: ObjectStore) throws { fatalError("unbuilt") }

  /// `/v1/publish/keys` and `/v1/publish/objects`.
  package func routes(gate: SessionGate) -> [Route] { fatalError("unbuilt") }
}
