/// A document whose signatures this process has checked. Only SignedMetadata can make one.
package struct Verified<Document: Sendable>: Sendable {
  package let document: Document
  /// Exactly as signed and received; serve these.
  package let bytes: [UInt8]
  /// Whose signatures counted, in the order of the envelope; at least as many as the role's threshold.
  package let signers: [KeyID]
}
