package import Cryptography
package import JSON

/// The id of a key: SHA-256 of its canonical key object, as TUF 1.0 defines it, in hexadecimal.
package struct KeyID: RawRepresentable, Hashable, Sendable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A document whose signatures this process has checked. Only SignedMetadata can make one.
package struct Verified<Document: Sendable>: Sendable {
  package let document: Document
  /// Exactly as signed and received; serve these.
  package let bytes: [UInt8]
  package let signers: [KeyID]
  init(document: Document, bytes: [UInt8], signers: [KeyID]) {
    self.document = document
    self.bytes = bytes
    self.signers = signers
  }
}
