/// How large the head of a request may be.
package struct RequestLimits: Sendable {
  /// Bytes of the request line with its CRLF; more is 414.
  package var startLineBytes: Int
  /// Bytes of all fields with their CRLFs and the empty line; more is 431.
  package var headerBytes: Int
  /// Number of field lines; more is 431.
  package var headerCount: Int

  /// All positive, and together at most 65,533 bytes: offsets within a head are kept in sixteen bits.
  package init(startLineBytes: Int = 8_192, headerBytes: Int = 16_384, headerCount: Int = 64) {
    precondition(
      startLineBytes > 0 && headerBytes > 0 && headerCount > 0, "limits of a request are positive")
    precondition(startLineBytes + headerBytes <= 65_533, "a request's head fits sixteen bits")
    self.startLineBytes = startLineBytes
    self.headerBytes = headerBytes
    self.headerCount = headerCount
  }

  /// The largest head with the empty line that may precede it: what a read buffer must be able to hold.
  package var headBytes: Int { 2 + startLineBytes + headerBytes }
}
