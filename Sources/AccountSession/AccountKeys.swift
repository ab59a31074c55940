package import Cryptography

/// The keys of the account module, one per purpose (CR-01); each 32 bytes or made of so many.
package struct AccountKeys: Sendable {
  package let peppers: [Int: [UInt8]]
  package let tokenMAC: [UInt8]
  package let identifierMAC: [UInt8]
  package let sealing: SealingKey
  /// Signs the head of the audit log.
  package let logHead: Ed25519.PrivateKey
  /// Signs permits for phones, and nothing else (LK-05).
  package let lock: Ed25519.PrivateKey

  package init(
    peppers: [Int: [UInt8]], tokenMAC: [UInt8], identifierMAC: [UInt8], sealing: SealingKey,
    logHead: Ed25519.PrivateKey, lock: Ed25519.PrivateKey
  ) {
    self.peppers = peppers
    self.tokenMAC = tokenMAC
    self.identifierMAC = identifierMAC
    self.sealing = sealing
    self.logHead = logHead
    self.lock = lock
  }
}
