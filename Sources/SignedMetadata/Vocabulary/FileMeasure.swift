package import Cryptography

/// What was measured of a file in a source folder.
package struct FileMeasure: Hashable, Sendable {
  package let sha256: Digest
  /// In bytes.
  package let length: Int64
  package init(sha256: Digest, length: Int64) {
    self.sha256 = sha256
    self.length = length
  }
}
