package import AccountSession
package import Cryptography
import Kernel

/// The gateway's secrets, one file for each purpose (facts CR-01), 32 bytes as hexadecimal digits.
///
/// | file | for |
/// |---|---|
/// | `pepper-1` | password hashes; a higher number, put there by hand, hashes from then on |
/// | `token-mac` | tokens |
/// | `identifier-mac` | looking up an e-mail address or phone number |
/// | `sealing` | the addresses themselves |
/// | `lock` | permits that let phones be reset (Ed25519 seed) |
/// | `log-head` | signing the head of the audit log (Ed25519 seed) |
/// | `offer` | signing update offers (Ed25519 seed) |
package struct GatewayKeys: Sendable {
  package let account: AccountKeys
  package let offer: Ed25519.PrivateKey

  /// Peppers that can be in use at once: one hashes, the others still verify.
  private static let mostPeppers = 16

  /// - Parameter isNew: there is no database yet, so keys may be made.
  init(folder: String, isNew: Bool) throws(DataDirectoryError) {
    try Self.refuseOpen(folder)
    var peppers: [Int: [UInt8]] = [:]
    for number in 1...Self.mostPeppers {
      let path = "\(folder)/pepper-\(number)"
      if let key = try Self.read(path) { peppers[number] = key }
    }
    if peppers.isEmpty { peppers[1] = try Self.readOrMake("\(folder)/pepper-1", isNew: isNew) }
    account = AccountKeys(
      peppers: peppers,
      tokenMAC: try Self.readOrMake("\(folder)/token-mac", isNew: isNew),
      identifierMAC: try Self.readOrMake("\(folder)/identifier-mac", isNew: isNew),
      sealing: SealingKey(bytes: try Self.readOrMake("\(folder)/sealing", isNew: isNew)),
      logHead: try Self.signingKey("\(folder)/log-head", isNew: isNew),
      lock: try Self.signingKey("\(folder)/lock", isNew: isNew))
    offer = try Self.signingKey("\(folder)/offer", isNew: isNew)
  }

  private static func signingKey(
    _ path: String, isNew: Bool
  ) throws(DataDirectoryError) -> Ed25519.PrivateKey {
    guard let key = Ed25519.PrivateKey(seed: try readOrMake(path, isNew: isNew)) else {
      throw .keyDamaged(path)
    }
    return key
  }

  private static func readOrMake(_ path: String, isNew: Bool) throws(DataDirectoryError) -> [UInt8]
  {
    if let key = try read(path) { return key }
    guard isNew else { throw .keyMissing(path) }
    let key = SecureRandom.bytes(32)
    do throws(KernelError) {
      try FileSystem.replace(path, with: [UInt8]((Hex.encode(key) + "\n").utf8), mode: 0o600)
    } catch {
      throw .unusable(path, error)
    }
    return key
  }

  /// Nil when there is none.
  private static func read(_ path: String) throws(DataDirectoryError) -> [UInt8]? {
    let text: [UInt8]
    do throws(KernelError) {
      guard try FileSystem.length(of: path) != nil else { return nil }
      text = try FileSystem.read(path, limit: 256)
    } catch {
      throw .unusable(path, error)
    }
    try refuseOpen(path)
    let digits = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard let key = Hex.decode(digits), key.count == 32 else { throw .keyDamaged(path) }
    return key
  }

  /// Refuses what anyone but its owner, who must be us, could read.
  private static func refuseOpen(_ path: String) throws(DataDirectoryError) {
    if let mode = try DataDirectory.modeIfShared(path, named: path, bits: 0o077) {
      throw .tooOpen(path, mode: mode)
    }
  }
}
