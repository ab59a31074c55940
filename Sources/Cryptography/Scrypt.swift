import COpenSSL

/// scrypt, RFC 7914: a key out of a passphrase that a person chose, slow and large on purpose.
///
/// For files that leave the machine, where a pepper would be one more thing to lose. Passwords of accounts are `PasswordHasher`'s.
package struct Scrypt: Hashable, Sendable {
  /// Memory and time: `2^logN` blocks of `128 * r` bytes.
  package let logN: Int
  package let r: Int
  package let p: Int

  /// 128 MiB and about a third of a second: the figure OWASP's password storage sheet asks for (2^17, 8, 1).
  package static let interactive = Scrypt(uncheckedLogN: 17, r: 8, p: 1)

  /// Nil when it would take more than 256 MiB or more than 16 passes: numbers from a file must not be able to stop the machine.
  package init?(logN: Int, r: Int, p: Int) {
    guard (10...20).contains(logN), (1...32).contains(r), (1...16).contains(p),
      128 * r << logN <= 256 << 20
    else { return nil }
    self.init(uncheckedLogN: logN, r: r, p: p)
  }

  private init(uncheckedLogN logN: Int, r: Int, p: Int) {
    self.logN = logN
    self.r = r
    self.p = p
  }

  /// - Parameter length: of the key, in bytes.
  package func key(from passphrase: [UInt8], salt: [UInt8], length: Int) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: length)
    let memory = UInt64(128 * r * ((1 << logN) + p) + (1 << 20))
    // An empty array may have no address, which OpenSSL would take for "no passphrase at all".
    let passphrase = passphrase + [0]
    passphrase.withUnsafeBytes { secret in
      expectSuccess(
        EVP_PBE_scrypt(
          secret.baseAddress?.assumingMemoryBound(to: CChar.self), secret.count - 1, salt,
          salt.count, UInt64(1) << logN, UInt64(r), UInt64(p), memory, &key, length),
        "derive a key by scrypt")
    }
    return key
  }
}
