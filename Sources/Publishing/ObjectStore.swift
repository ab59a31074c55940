package import Cryptography

/// Files named by the SHA-256 of what they hold, under `objects/`. A file is there whole or not at all: written under a temporary
/// name, fsynced, renamed, and its folder fsynced.
package final class ObjectStore: Sendable {
  package init(directory: String) throws { fatalError("unbuilt") }
  /// A new descriptor for reading, with the length; nil when there is no such object. The caller owns the descriptor.
  package func open(_ digest: Digest) -> (descriptor: Int32, length: Int64)? { fatalError("unbuilt") }
}
