/// How well a connection is protected, as read back from below and not as asked for.
package struct LinkSecurity: Hashable, Sendable {
  package let isEncrypted: Bool
  /// Nobody can have sat in between while pairing.
  package let isAuthenticated: Bool
  /// Bytes of the key, 7...16; 0 without encryption.
  package let keySize: Int

  package init(isEncrypted: Bool, isAuthenticated: Bool, keySize: Int) {
    self.isEncrypted = isEncrypted
    self.isAuthenticated = isAuthenticated
    self.keySize = keySize
  }

  package static let none = LinkSecurity(isEncrypted: false, isAuthenticated: false, keySize: 0)

  /// The longest that there is, and the shortest that is accepted. A peer may ask for seven bytes, which
  /// can be searched through. Core Specification 5.4, Vol 3, Part H, 2.3.4.
  package static let wholeKey = 16
}
