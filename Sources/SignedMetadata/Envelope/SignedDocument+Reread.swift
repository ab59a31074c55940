extension SignedDocument {
  /// Reads a document from an envelope that this gateway verified when it was published and kept since. Believes its own store: not
  /// for bytes from outside.
  package static func reread(_ envelope: [UInt8]) throws(Mistakes) -> Self {
    try SignedEnvelope.parse(envelope).flatMap { parse($0.signed) }.get()
  }
}
