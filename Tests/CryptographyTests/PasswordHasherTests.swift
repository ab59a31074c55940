import Glibc
import Testing

@testable import Cryptography

@Suite("The password hasher")
struct PasswordHasherTests {
  static let firstPepper = [UInt8](repeating: 1, count: 32)
  static let secondPepper = [UInt8](repeating: 2, count: 32)
  let hasher = PasswordHasher(peppers: [1: firstPepper], cost: 5)

  @Test("accepts the password that it hashed and no other (PW-08)")
  func roundTrip() {
    let stored = hasher.hash([UInt8]("correct horse battery".utf8))
    #expect(stored.hasPrefix("v1:$y$"))
    #expect(hasher.verify([UInt8]("correct horse battery".utf8), against: stored) == .right)
    #expect(hasher.verify([UInt8]("correct horse batterz".utf8), against: stored) == .wrong)
    #expect(hasher.verify([], against: stored) == .wrong)
  }

  @Test("salts: one password never hashes the same way twice (PW-08)")
  func salted() {
    #expect(hasher.hash([1]) != hasher.hash([1]))
  }

  @Test("sees what comes after a zero byte and after byte 511 (PW-05)")
  func wholePassword() {
    let withZero = hasher.hash([UInt8]("abc\u{0}def".utf8))
    #expect(hasher.verify([UInt8]("abc\u{0}def".utf8), against: withZero) == .right)
    #expect(hasher.verify([UInt8]("abc".utf8), against: withZero) == .wrong)
    #expect(hasher.verify([UInt8]("abc\u{0}deg".utf8), against: withZero) == .wrong)
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 1_024)
    let stored = hasher.hash(long)
    #expect(hasher.verify(long, against: stored) == .right)
    #expect(hasher.verify(long.dropLast() + [UInt8(ascii: "y")], against: stored) == .wrong)
  }

  @Test("still accepts what an older pepper made, and asks for a new hash (PW-09)")
  func rotatedPepper() {
    let stored = hasher.hash([9])
    let rotated = PasswordHasher(peppers: [1: Self.firstPepper, 2: Self.secondPepper], cost: 5)
    #expect(rotated.verify([9], against: stored) == .rightButOutdated)
    #expect(rotated.verify([8], against: stored) == .wrong)
    let renewed = rotated.hash([9])
    #expect(renewed.hasPrefix("v2:"))
    #expect(rotated.verify([9], against: renewed) == .right)
    #expect(hasher.verify([9], against: renewed) == .wrong)
  }

  @Test("asks for a new hash when the cost has changed (PW-10)")
  func changedCost() {
    let stored = hasher.hash([9])
    let dearer = PasswordHasher(peppers: [1: Self.firstPepper], cost: 6)
    #expect(dearer.verify([9], against: stored) == .rightButOutdated)
    #expect(dearer.verify([9], against: dearer.hash([9])) == .right)
  }

  @Test("needs the pepper: another one under the same id is wrong (PW-09)")
  func pepper() {
    let other = PasswordHasher(peppers: [1: Self.secondPepper], cost: 5)
    #expect(other.verify([9], against: hasher.hash([9])) == .wrong)
  }

  @Test(
    "answers wrong for what it never stored",
    arguments: [
      "", "v", "v1", "v1:", "1:$y$", "v2:$y$j9T$", "v1:$y$", "v1:$y$j9T$", "v1:*0", "v1:*1",
      "v1:$y$!!!$!!!", "v-1:$y$j9T$abc$def", "v1:$6$salt$hash", "v1:xyDESDESDESDE", "x1:$y$j9T$",
    ])
  func foreign(stored: String) {
    #expect(hasher.verify([1], against: stored) == .wrong)
  }

  @Test("answers wrong for a stored string cut at any length, without crashing")
  func truncated() {
    let stored = hasher.hash([1])
    // From the fourth `$` on libcrypt hashes in earnest, so a few lengths stand for the rest.
    for length in stride(from: 0, to: 30, by: 1) {
      #expect(hasher.verify([1], against: String(stored.prefix(length))) == .wrong)
    }
    #expect(hasher.verify([1], against: String(stored.dropLast())) == .wrong)
    #expect(hasher.verify([1], against: stored + "A") == .wrong)
  }

  /// Made by crypt(3) from another language: what is stored today must verify with every later version.
  @Test("accepts a string that another program's crypt made")
  func fixture() {
    let stored =
      "v1:$y$j9T$F5Jx5fExrKuPp53xLKQ..1$7UTcwjomvCxLflvugkkskyaiekRZFseEQUaUg.mlFF8"
    #expect(hasher.verify([UInt8]("a password of before".utf8), against: stored) == .right)
  }
}

@Suite("A decoy")
struct PasswordDecoyTests {
  let hasher = PasswordHasher(peppers: [1: [UInt8](repeating: 1, count: 32)], cost: 5)

  @Test("has the form of a stored password, and none verifies against it (EN-02)")
  func form() {
    let (decoy, stored) = (hasher.decoy(), hasher.hash([1]))
    #expect(decoy.utf8.count == stored.utf8.count)
    #expect(decoy.split(separator: "$").prefix(2) == stored.split(separator: "$").prefix(2))
    #expect(hasher.verify([1], against: decoy) == .wrong)
    #expect(hasher.verify([], against: decoy) == .wrong)
    #expect(decoy != hasher.decoy())
  }

  @Test(
    "takes the time of a hash, and so does what cannot be verified, and what was hashed for less (EN-02)"
  )
  func time() {
    let dear = PasswordHasher(peppers: [1: [UInt8](repeating: 1, count: 32)], cost: 6)
    /// Of this thread's own on a core, in nanoseconds, whatever else the machine does. The shortest of some.
    func time(_ stored: String) -> UInt64 {
      (0..<5).map { _ in
        let start = threadTime()
        _ = dear.verify([2], against: stored)
        return threadTime() - start
      }.min() ?? 0
    }
    let today = time(dear.hash([1]))
    for stored in [dear.decoy(), hasher.hash([1]), "v9:\(dear.hash([1]).dropFirst(3))", "nonsense"]
    {
      #expect(time(stored) > today / 2, "\(stored.prefix(8))")
    }
  }
}

private func threadTime() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
