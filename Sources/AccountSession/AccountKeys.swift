package import Cryptography

/// The keys of the account module, one per purpose (CR-01); each 32 bytes.
package struct AccountKeys: Sendable {
  package let peppers: [Int: [UInt8]]
  package let tokenMAC: [UInt8]
  package let identifierMAC: [UInt8]
  package let sealing: SealingKey
  package init(
    peppers: [Int: [UInt8]], tokenMAC: [UInt8], identifierMAC: [UInt8], sealing: SealingKey
  ) {
    self.peppers = peppers
    self.tokenMAC = tokenMAC
    self.identifierMAC = identifierMAC
    self.sealing = sealing
  }
}
