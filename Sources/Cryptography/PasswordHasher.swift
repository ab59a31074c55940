import CCrypt
import COpenSSL

/// yescrypt over a peppered pre-key (facts PW-05, PW-08, PW-09): HMAC-SHA-256(pepper, NFC bytes), base64, then crypt(3).
///
/// Thread: any; one call takes tens of milliseconds and `16 MiB << (cost - 5)` of memory, so never call it on a loop.
package struct PasswordHasher: Sendable {
  /// Oldest first; the last one hashes.
  private let peppers: [(id: Int, key: [UInt8])]
  private let cost: UInt
  /// `$y$` and the encoded cost, as libcrypt writes them for this cost: a stored string that starts otherwise is older.
  private let currentParameters: String

  /// - Parameters:
  ///   - peppers: at least one, 32 bytes each, keyed by id; the highest id hashes, all verify.
  ///   - cost: yescrypt cost, 5...8 (6 is 32 MiB).
  package init(peppers: [Int: [UInt8]], cost: Int) {
    precondition(!peppers.isEmpty, "a password hasher without a pepper")
    precondition(peppers.values.allSatisfy { $0.count == 32 }, "a pepper of 32 bytes")
    precondition((5...8).contains(cost), "a yescrypt cost of 5...8")
    self.peppers = peppers.sorted { $0.key < $1.key }.map { (id: $0.key, key: $0.value) }
    self.cost = UInt(cost)
    let setting = PasswordHasher.makeSetting(cost: self.cost)
    currentParameters = PasswordHasher.parameters(of: setting[...])
  }

  /// `v<pepper id>` and the crypt string, joined by `:`. `password` is already normalised to NFC by the caller.
  package func hash(_ password: [UInt8]) -> String {
    let pepper = peppers[peppers.count - 1]
    let setting = PasswordHasher.makeSetting(cost: cost)
    let output = expectPointer(
      PasswordHasher.crypt(password, pepper: pepper.key, setting: setting),
      "hash a password (yescrypt found no memory)")
    return "v\(pepper.id):\(output)"
  }

  package enum Verdict: Hashable, Sendable {
    case wrong
    case right
    /// Right, but made with an older pepper or cost: hash again and store (PW-10).
    case rightButOutdated
  }

  /// `.wrong` too for a string that is not ours and for a pepper that is gone.
  ///
  /// A wrong password takes as long as with today's cost, whatever the stored string says: nobody learns from the time how old
  /// an account is, or that it has none that could be right (EN-02).
  package func verify(_ password: [UInt8], against stored: String) -> Verdict {
    guard let verdict = check(password, against: stored) else {
      _ = check(password, against: decoy())
      return .wrong
    }
    if verdict == .wrong { makeUpTime(password, after: stored) }
    return verdict
  }

  /// A stored string that no password verifies against, found out in the time of any other: for accounts that do not exist.
  package func decoy() -> String {
    let alphabet = [UInt8]("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    // As many digits of base 64 as a yescrypt output has.
    let output = SecureRandom.bytes(43).map { alphabet[Int($0) % alphabet.count] }
    let setting = PasswordHasher.makeSetting(cost: cost)
    return "v\(peppers[peppers.count - 1].id):\(setting)$\(String(decoding: output, as: UTF8.self))"
  }

  /// Each step of the cost doubles the time, so a string of two steps less is three of its own times short.
  private func makeUpTime(_ password: [UInt8], after stored: String) {
    let setting = stored.split(separator: ":", maxSplits: 1).last ?? ""
    guard let cheap = PasswordHasher.costs[PasswordHasher.parameters(of: setting)], cheap < cost
    else { return }
    for _ in 1..<(1 << (cost - cheap)) {
      _ = PasswordHasher.crypt(
        password, pepper: peppers[0].key, setting: PasswordHasher.makeSetting(cost: cheap))
    }
  }

  /// The costs that `init` takes, by what libcrypt writes for them.
  private static let costs: [String: UInt] = Dictionary(
    uniqueKeysWithValues: (5...8).map { (parameters(of: makeSetting(cost: $0)[...]), $0) })

  /// Nil when there is nothing to hash with, which costs no time.
  private func check(_ password: [UInt8], against stored: String) -> Verdict? {
    guard let separator = stored.firstIndex(of: ":"), stored.first == "v",
      let id = Int(stored[stored.index(after: stored.startIndex)..<separator]),
      let pepper = peppers.first(where: { $0.id == id })
    else { return nil }
    let expected = stored[stored.index(after: separator)...]
    // libcrypt knows weaker schemes, DES among them; whoever can write to the table must not be able to choose one.
    guard expected.hasPrefix("$y$"),
      let output = PasswordHasher.crypt(
        password, pepper: pepper.key, setting: String(expected))
    else { return nil }
    guard constantTimeEqual([UInt8](output.utf8), [UInt8](expected.utf8)) else { return .wrong }
    let isCurrent =
      id == peppers[peppers.count - 1].id
      && PasswordHasher.parameters(of: expected) == currentParameters
    return isCurrent ? .right : .rightButOutdated
  }

  /// Everything up to and with the third `$`.
  private static func parameters(of setting: Substring) -> String {
    setting.split(separator: "$", maxSplits: 3, omittingEmptySubsequences: false)
      .prefix(3).joined(separator: "$")
  }

  /// A fresh salt of 128 bits with the cost, written by libcrypt itself: it refuses hand-made ones.
  private static func makeSetting(cost: UInt) -> String {
    let salt = SecureRandom.bytes(16).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
    let made = crypt_gensalt_rn("$y$", cost, salt, Int32(salt.count), &output, Int32(output.count))
    precondition(made != nil, "libcrypt without yescrypt")
    return String(
      decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Nil when libcrypt refuses the setting. The pre-key has 44 printable bytes whatever the password holds, because crypt
  /// stops at a zero byte and refuses 512 bytes or more (PW-05).
  private static func crypt(_ password: [UInt8], pepper: [UInt8], setting: String) -> String? {
    var preKey = base64(HMACSHA256.authenticate(password, key: pepper).bytes)
    preKey.append(0)
    defer { preKey.wipe() }
    let state = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
    state.initialize(to: crypt_data())
    defer {
      OPENSSL_cleanse(state, MemoryLayout<crypt_data>.size)
      state.deallocate()
    }
    return preKey.withUnsafeBytes { phrase in
      guard
        let output = crypt_rn(
          phrase.baseAddress?.assumingMemoryBound(to: CChar.self), setting, state,
          Int32(MemoryLayout<crypt_data>.size))
      else { return nil }
      return String(cString: output)
    }
  }

  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    let length = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
    text.removeLast(text.count - Int(length))
    return text
  }
}
