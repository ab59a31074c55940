extension TLSConfiguration {
  /// Reads the files and makes sure that a server could use them now.
  ///
  /// - Throws: `ServerError`, a sentence.
  package func check() throws(ServerError) { _ = try TLSIdentity(self) }
}
