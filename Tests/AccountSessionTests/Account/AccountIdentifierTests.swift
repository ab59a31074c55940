import Testing

@testable import AccountSession

@Suite("An account's identifier")
struct AccountIdentifierTests {
  @Test(
    "is the same for every spelling of one address (ID-03)",
    arguments: [
      ("ada@example.org", "ada@example.org"),
      ("  Ada@Example.ORG\n", "ada@example.org"),
      ("ada.lovelace+band@mail.example.org", "ada.lovelace+band@mail.example.org"),
      ("ada@bücher.example", "ada@xn--bcher-kva.example"),
      ("ada@BU\u{308}CHER.example", "ada@xn--bcher-kva.example"),
      ("ada@例え.jp", "ada@xn--r8jz45g.jp"),
      ("a!#$%&'*+-/=?^_`{|}~z@example.org", "a!#$%&'*+-/=?^_`{|}~z@example.org"),
    ])
  func email(written: String, text: String) throws {
    let identifier = try #require(AccountIdentifier(written))
    #expect(identifier.text == text)
    #expect(identifier.channel == .email)
    #expect(AccountIdentifier(identifier.text) == identifier)
  }

  @Test(
    "is the same for every way of grouping one number (ID-03)",
    arguments: [
      ("+46701234567", "+46701234567"), ("+46 (70) 123-45.67", "+46701234567"),
      (" +1/202/555\u{A0}0123 ", "+12025550123"), ("+1234567", "+1234567"),
      ("+123456789012345", "+123456789012345"),
    ])
  func phone(written: String, text: String) throws {
    let identifier = try #require(AccountIdentifier(written))
    #expect(identifier.text == text)
    #expect(identifier.channel == .phone)
    #expect(AccountIdentifier(identifier.text) == identifier)
  }

  @Test("does not fold dots or tags: they are others' to give a meaning (ID-03)")
  func notFolded() {
    let spellings = ["ada.b@example.org", "adab@example.org", "ada.b+x@example.org"]
    #expect(Set(spellings.compactMap { AccountIdentifier($0)?.text }).count == 3)
  }

  @Test(
    "is none of these",
    arguments: [
      "", " ", "ada", "@example.org", "ada@", "ada@example", "ada@@example.org",
      ".ada@example.org", "ada.@example.org", "a..b@example.org", "\"ada\"@example.org",
      "ada b@example.org", "ada@exa mple.org", "ada@[192.0.2.1]", "ada@192.0.2.1",
      "ada@example..org", "ada@example.org.", "ada@-a.org", "ada@a-.org", "ada@exa_mple.org",
      "ада@example.org", "ada@exam\u{202E}ple.org", "ada@example。org", "ada\u{0}@example.org",
      "ada@example.org\r\nBcc: eve@example.org", "0701234567", "+0701234567", "+46", "+46x70123456",
      "+1234567890123456", "++4670123456", "+٤٦٧٠١٢٣٤٥٦٧",
    ])
  func refused(written: String) {
    #expect(AccountIdentifier(written) == nil)
  }

  @Test("is bounded: 64 bytes before the @, 63 a label, 254 in all, and a long text is not read")
  func bounded() {
    let label = String(repeating: "a", count: 63)
    #expect(AccountIdentifier("\(label)a@example.org") != nil)
    #expect(AccountIdentifier("\(label)aa@example.org") == nil)
    #expect(AccountIdentifier("a@\(label).org") != nil)
    #expect(AccountIdentifier("a@\(label)a.org") == nil)
    #expect(AccountIdentifier("a@\(label).\(label).\(label).\(label.dropLast(3))") != nil)
    #expect(AccountIdentifier("a@\(label).\(label).\(label).\(label)") == nil)
    #expect(AccountIdentifier("a@" + String(repeating: "ü", count: 5_000) + ".org") == nil)
  }

  @Test("shows its owner enough to know it again and others too little to use it")
  func masked() throws {
    #expect(AccountIdentifier("ada@example.org")?.masked == "a***@example.org")
    #expect(AccountIdentifier("+46701234567")?.masked == "+46*******67")
    let identifier = try #require(AccountIdentifier("ada@example.org"))
    #expect("\(identifier)" == "a***@example.org")
    #expect(String(reflecting: identifier) == "a***@example.org")
  }
}

@Suite("Punycode")
struct PunycodeTests {
  @Test(
    "encodes the samples of RFC 3492 section 7.1",
    arguments: [
      (
        "\u{644}\u{64A}\u{647}\u{645}\u{627}\u{628}\u{62A}\u{643}\u{644}\u{645}\u{648}\u{634}\u{639}\u{631}\u{628}\u{64A}\u{61F}",
        "egbpdaj6bu4bxfgehfvwxn"
      ),
      (
        "\u{4ED6}\u{4EEC}\u{4E3A}\u{4EC0}\u{4E48}\u{4E0D}\u{8BF4}\u{4E2D}\u{6587}",
        "ihqwcrb4cv8a8dqg056pqjye"
      ),
      ("Pro\u{10D}prost\u{11B}nemluv\u{ED}\u{10D}esky", "Proprostnemluvesky-uyb24dma41a"),
      (
        "Porqu\u{E9}nopuedensimplementehablarenEspa\u{F1}ol",
        "PorqunopuedensimplementehablarenEspaol-fmd56a"
      ),
      ("3\u{5E74}B\u{7D44}\u{91D1}\u{516B}\u{5148}\u{751F}", "3B-ww4c5e180e575a65lsy2b"),
      (
        "\u{5B89}\u{5BA4}\u{5948}\u{7F8E}\u{6075}-with-SUPER-MONKEYS",
        "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"
      ),
      ("-> $1.00 <-", "-> $1.00 <--"),
    ])
  func samples(text: String, encoded: String) {
    #expect(Punycode.encoded(text) == encoded)
  }
}

@Suite("A language tag")
struct LanguageTagTests {
  @Test(
    "is one",
    arguments: ["en", "sv-FI", "zh-Hant-TW", "de-CH-1901", "x1".replacing("1", with: "x")])
  func taken(tag: String) { #expect(LanguageTag.isWellFormed(tag)) }

  @Test(
    "is none",
    arguments: ["", "e", "e1", "en-", "-en", "en--us", "en_US", "englishes", "en us", "én"])
  func refused(tag: String) { #expect(!LanguageTag.isWellFormed(tag)) }
}

@Suite("The composed form of text")
struct NormalFormTests {
  /// From UAX #15, figures 3 to 5 and table 4, and Unicode 15's chapter 3.12 for Hangul.
  @Test(
    "is the one of Unicode's own examples",
    arguments: [
      ("\u{41}\u{30A}", "\u{C5}"), ("\u{212B}", "\u{C5}"), ("\u{2126}", "\u{3A9}"),
      ("\u{6F}\u{302}", "\u{F4}"), ("\u{73}\u{323}\u{307}", "\u{1E69}"),
      ("\u{1E0B}\u{323}", "\u{1E0D}\u{307}"), ("\u{71}\u{307}\u{323}", "\u{71}\u{323}\u{307}"),
      ("\u{FB01}", "\u{FB01}"), ("\u{32}\u{2075}", "\u{32}\u{2075}"),
      ("\u{1E9B}\u{323}", "\u{1E9B}\u{323}"), ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}"),
      ("a\u{0}e\u{301}", "a\u{0}\u{E9}"), ("\u{958}", "\u{915}\u{93C}"), ("", ""),
    ])
  func examples(text: String, composed: String) {
    // Strings compare equal in every form, so it is the code points that are compared.
    #expect(
      NormalForm.composed(text).unicodeScalars.map(\.value) == composed.unicodeScalars.map(\.value))
  }
}
