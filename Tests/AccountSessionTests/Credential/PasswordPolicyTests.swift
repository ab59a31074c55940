import Testing

@testable import AccountSession

@Suite("A password")
struct PasswordTests {
  let policy = CredentialPolicy()

  func flaw(_ typed: String, words: [String] = []) throws(PasswordFlaw) -> PasswordFlaw? {
    PasswordPolicy(policy).flaw(of: try PasswordText(typed, policy: policy), words: words)
  }

  @Test("has 15 characters or more (PW-01)")
  func shortest() throws {
    #expect(try flaw("vK3 mpl qzr9 tu") == nil)
    #expect(try flaw("vK3 mpl qzr9 t") == .tooShort)
    #expect(try flaw("") == .tooShort)
  }

  @Test("is counted in code points after composition, not in bytes or pairs (PW-04)")
  func counted() throws {
    // 14 letters, each written as two code points, compose to 14.
    let decomposed = "qe\u{301}wa\u{308}ru\u{308}to\u{308}zi\u{301}pn\u{303}xy"
    #expect(NormalForm.composed(decomposed).unicodeScalars.count == 14)
    #expect(try flaw(decomposed) == .tooShort)
    #expect(try flaw(decomposed + "k") == nil)
    #expect(try PasswordText("🔑🗝️", policy: policy).codePointCount == 3)
  }

  @Test("is one password in whichever form it was typed, and otherwise untouched (PW-04)")
  func composed() throws {
    let one = try PasswordText("Räksmörgås på ö", policy: policy)
    let other = try PasswordText(
      "Ra\u{308}ksmo\u{308}rga\u{30A}s pa\u{30A} o\u{308}", policy: policy)
    #expect(one.bytes == other.bytes)
    #expect(try PasswordText(" x ", policy: policy).bytes == [0x20, 0x78, 0x20])
    #expect(
      try PasswordText("Ab", policy: policy).bytes != PasswordText("ab", policy: policy).bytes)
    #expect(try PasswordText("a\u{0}b", policy: policy).bytes == [0x61, 0, 0x62])
  }

  @Test("has at most 256 characters and 1,024 bytes, and more is refused, not cut (PW-02)")
  func longest() throws {
    #expect(throws: Never.self) {
      try PasswordText(String(repeating: "x", count: 256), policy: policy)
    }
    #expect(throws: PasswordFlaw.tooLong) {
      try PasswordText(String(repeating: "x", count: 257), policy: policy)
    }
    #expect(throws: Never.self) {
      try PasswordText(String(repeating: "🔑", count: 256), policy: policy)
    }
    #expect(throws: PasswordFlaw.tooLong) {
      // One of the few characters that composing takes apart: 129 become 258.
      try PasswordText(String(repeating: "\u{1D15F}", count: 129), policy: policy)
    }
  }

  @Test(
    "may be any phrase, with no rule about kinds of characters (PW-03)",
    arguments: [
      "correct horse battery staple", "purple elephants dislike jazz", "this is my very own phrase",
      "åäö ÅÄÖ ñ ß 漢字 emoji", "8312746501923845", "vkzpqmwxrtbnlhg", "VKZPQMWXRTBNLHG",
      "the password is hidden in Turku", "       k       v  q w z p x",
    ])
  func taken(typed: String) throws {
    #expect(try flaw(typed) == nil)
  }

  @Test(
    "is refused when everybody tries it (PW-06)",
    arguments: [
      ("passwordpassword", PasswordFlaw.common), ("Password123456789", .common),
      ("P4$$w0rdP4$$w0rd", .common), ("iloveyouforever", .common), ("letmeinletmein1", .common),
      ("welcome to summer 2024", .common), ("qwertyuiopasdfghjkl", .repetitive),
      ("1234567890123456", .repetitive), ("aaaaaaaaaaaaaaa", .repetitive),
      ("abcdefghijklmnop", .repetitive), ("zyxwvutsrqponmlkj", .repetitive),
      ("xkqxkqxkqxkqxkqxkq", .repetitive), ("1qaz2wsx3edc4rfv", .repetitive),
      ("                ", .repetitive), ("20242024202420242024", .repetitive),
      ("superman-batman-1234", .common),
    ])
  func common(typed: String, expected: PasswordFlaw) throws {
    #expect(try flaw(typed) == expected)
  }

  @Test(
    "is refused when it is its owner's name (PW-06)",
    arguments: [
      "ada.lovelace@example.org", "Lovelace1234567", "lovelace.example.org", "ADALOVELACE2024!",
      "L0v3lac3L0v3lac3", "lanyard-lovelace-1", "+46701234567890", "0701234567890-ada",
      "zarathustra99999",
    ])
  func aboutItsOwner(typed: String) throws {
    let words = PasswordPolicy.words(
      about: ["ada.lovelace@example.org", "+46701234567890"].compactMap { AccountIdentifier($0) },
      phones: ["Zarathustra's phone"])
    #expect(try flaw(typed, words: words) == .aboutYou)
  }

  @Test("is judged whole: a bad word in a long phrase is no fault (PW-06)")
  func whole() throws {
    let words = PasswordPolicy.words(
      about: [try #require(AccountIdentifier("ada@example.org"))], phones: [])
    #expect(try flaw("ada keeps no password at kvikkjokk", words: words) == nil)
  }

  @Test("is judged in time even when it is made to be slow")
  func slow() throws {
    #expect(try flaw(String(repeating: "qwertyuiopasdfgh", count: 16)) == .repetitive)
    #expect(try flaw(String(repeating: "ab", count: 128)) == .repetitive)
  }

  @Test("never shows itself (SE-16)")
  func silent() throws {
    let password = try PasswordText("vK3 mpl qzr9 tu", policy: policy)
    #expect("\(password)" == "a password")
    #expect(String(reflecting: password) == "a password")
    #expect(!String(describing: ["x": password]).contains("vK3"))
  }
}

@Suite("The list of common words")
struct CommonWordsTests {
  @Test("makes well over 3,000 passwords of fifteen characters and more that are refused (PW-07)")
  func reach() {
    let words = CommonWords.folded.map(\.count)
    let pairs = words.map { one in words.count { one + $0 >= 15 } }.reduce(0, +)
    #expect(pairs > 3_000)
    #expect(words.count > 200)
  }
}
