/// yescrypt over a peppered pre-key (facts PW-05, PW-08, PW-09): HMAC-SHA-256(pepper, NFC bytes), base64, then crypt(3).
///
/// Thread: any; one call takes tens of milliseconds and `16 MiB << (cost - 5)` of memory, so never call it on a loop.
package struct PasswordHasher: Sendable {
  /// - Parameters:
  ///   - peppers: at least one, 32 bytes each, keyed by id; the highest id hashes, all verify.
  ///   - cost: yescrypt cost, 5...8 (6 is 32 MiB).
  package init(peppers: [Int: [UInt8]], cost: Int) { fatalError("unbuilt") }

  /// `v<pepper id>` and the crypt string, joined by `:`. `password` is already normalised to NFC by the caller.
  package func hash(_ password: [UInt8]) -> String { fatalError("unbuilt") }

  package enum Verdict: Hashable, Sendable {
    case wrong
    case right
    /// Right, but made with an older pepper or cost: hash again and store.
    case rightButOutdated
  }
  package func verify(_ password: [UInt8], against stored: String) -> Verdict {
    fatalError("unbuilt")
  }
}
