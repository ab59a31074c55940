import Commands
import Cryptography
import GatewayAccess
import JSON
import Kernel
import SignedMetadata

/// A content key at rest: the private half sealed under a passphrase, the rest in the clear.
///
/// The sealed half is bound to the public one, so that nobody can put another key under a trusted key's name.
struct ContentKeyFile {
  let name: String
  /// Sorted, never empty.
  let roles: [ContentRole]
  let publicKey: ContentKey
  private let scrypt: Scrypt
  private let salt: [UInt8]
  private let sealed: [UInt8]

  private static let format = "lanyard content key 1"
  private static let longest = 16 << 10

  /// A fresh key.
  ///
  /// - Parameter scrypt: what a guess of the passphrase costs; a third of a second and 128 MiB by default.
  init(
    name: String, roles: [ContentRole], passphrase: String, scrypt: Scrypt = .interactive
  ) {
    let key = Ed25519.PrivateKey()
    self.name = name
    self.roles = roles.sorted()
    publicKey = ContentKey(key.publicKey)
    self.scrypt = scrypt
    salt = SecureRandom.bytes(16)
    let sealing = ContentKeyFile.sealingKey(passphrase, scrypt, salt)
    sealed = sealing.seal(key.seed, bound: ContentKeyFile.binding(publicKey))
  }

  static func load(_ path: String) throws(Failure) -> ContentKeyFile {
    let bytes: [UInt8]
    do throws(KernelError) {
      bytes = try FileSystem.read(path, limit: longest)
    } catch {
      guard error.errno == .noSuchFile else { throw Failure(error, "read the key \(path)") }
      throw Failure(
        .notFound, "there is no content key at \(path)",
        hint: "Run 'lanyard-publish key create', or name another with --key.")
    }
    guard let file = ContentKeyFile(bytes) else {
      throw Failure(.failed, "\(path) is not a content key of this program")
    }
    return file
  }

  /// Never takes the place of another key: it may be the only copy.
  func save(as path: String) throws(Failure) {
    do throws(KernelError) {
      let file = try Descriptor.file(creating: path, mode: 0o600)
      try encoded.withUnsafeBufferPointer { (bytes) throws(KernelError) in
        try file.write(UnsafeRawBufferPointer(bytes), at: 0)
      }
      try file.synchronize()
      try FileSystem.synchronizeFolder(of: path)
    } catch {
      guard error.errno == .exists else { throw Failure(error, "keep the key in \(path)") }
      throw Failure(
        .conflict, "there is a file at \(path) already",
        hint: "Move it away, or name another place with --key.")
    }
  }

  /// The private key; nil when the passphrase is another.
  func opened(_ passphrase: String) -> Ed25519.PrivateKey? {
    ContentKeyFile.sealingKey(passphrase, scrypt, salt)
      .open(sealed, bound: ContentKeyFile.binding(publicKey))
      .flatMap { Ed25519.PrivateKey(seed: $0) }
  }

  /// What an operator is given to trust the key, as `KeyProposal` reads it.
  var proposal: JSONValue {
    .object([
      "public": .string(publicKey.hex),
      "roles": .array(roles.map { .string($0.rawValue) }),
      "name": .string(name),
    ])
  }

  private init?(_ bytes: [UInt8]) {
    // Whatever is wrong with the file, it is not a key that could be used.
    guard case .object(let object)? = try? JSONValue.parsed(bytes),
      object.text("format") == ContentKeyFile.format, let name = object.text("name"),
      let publicKey = object.text("public").flatMap(ContentKey.init(hex:)),
      case .array(let words)? = object["roles"], case .object(let kdf)? = object["scrypt"],
      case .integer(let logN)? = kdf["log_n"], case .integer(let r)? = kdf["r"],
      case .integer(let p)? = kdf["p"],
      let scrypt = Scrypt(logN: Int(clamping: logN), r: Int(clamping: r), p: Int(clamping: p)),
      let salt = kdf.text("salt").flatMap(Base64URL.decode),
      let sealed = object.text("sealed").flatMap(Base64URL.decode)
    else { return nil }
    let roles = words.compactMap { word -> ContentRole? in
      if case .string(let text) = word { ContentRole(rawValue: text) } else { nil }
    }
    guard !roles.isEmpty, roles.count == words.count else { return nil }
    self.name = name
    self.roles = roles
    self.publicKey = publicKey
    self.scrypt = scrypt
    self.salt = salt
    self.sealed = sealed
  }

  private var encoded: [UInt8] {
    let object = JSONValue.object([
      "format": .string(ContentKeyFile.format), "name": .string(name),
      "roles": .array(roles.map { .string($0.rawValue) }), "public": .string(publicKey.hex),
      "scrypt": .object([
        "log_n": .integer(Int64(scrypt.logN)), "r": .integer(Int64(scrypt.r)),
        "p": .integer(Int64(scrypt.p)), "salt": .string(Base64URL.encode(salt)),
      ]),
      "sealed": .string(Base64URL.encode(sealed)),
    ])
    return object.encoded() + [UInt8(ascii: "\n")]
  }

  private static func binding(_ key: ContentKey) -> String { "\(format) \(key.hex)" }

  private static func sealingKey(
    _ passphrase: String, _ scrypt: Scrypt, _ salt: [UInt8]
  ) -> SealingKey {
    SealingKey(
      bytes: scrypt.key(
        from: Array(passphrase.utf8), salt: salt, length: SealingKey.byteCount))
  }
}
