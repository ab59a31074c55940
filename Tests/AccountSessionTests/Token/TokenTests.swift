import Cryptography
import Testing

@testable import AccountSession

@Suite("A token")
struct TokenTests {
  @Test(
    "has its prefix, its width and a checksum over all before it (SE-02)",
    arguments: [
      (Token.Kind.access, "lnya_", 54), (.refresh, "lnyr_", 71), (.registration, "lnyg_", 54),
    ])
  func form(kind: Token.Kind, prefix: String, width: Int) throws {
    let token = Self.sample(kind)
    #expect(token.text.hasPrefix(prefix))
    #expect(token.bytes.count == width)
    #expect(Token(token.text, kind: kind)?.bytes == token.bytes)
  }

  /// Computed by zlib, independently of the code.
  @Test("is checked by the CRC-32 that zip uses")
  func checksum() {
    #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.checksum(Array("lnya_".utf8)) == 0x9D0B_A83D)
    #expect(CRC32.checksum([]) == 0)
  }

  @Test("is none when any byte of it is another", arguments: [Token.Kind.access, .refresh])
  func oneByteOff(kind: Token.Kind) {
    let token = Self.sample(kind)
    for index in token.bytes.indices {
      var bytes = token.bytes
      bytes[index] = bytes[index] == UInt8(ascii: "x") ? UInt8(ascii: "y") : UInt8(ascii: "x")
      #expect(Token(bytes, kind: kind) == nil, "byte \(index)")
    }
  }

  @Test(
    "is none when it is cut at any length, or longer", arguments: [Token.Kind.access, .refresh])
  func truncated(kind: Token.Kind) {
    let token = Self.sample(kind)
    for count in 0..<token.bytes.count {
      #expect(Token(Array(token.bytes.prefix(count)), kind: kind) == nil, "\(count) bytes")
    }
    #expect(Token(token.bytes + [UInt8(ascii: "0")], kind: kind) == nil)
  }

  @Test("of one kind is never taken for another")
  func kinds() {
    #expect(Token(Self.sample(.access).text, kind: .registration) == nil)
    #expect(Token(Self.sample(.registration).text, kind: .access) == nil)
    #expect(Token(Self.sample(.refresh).text, kind: .access) == nil)
  }

  @Test("with another checksum of the same value is none: no digit beyond 32 bits")
  func checksumOverflow() {
    var bytes = Self.sample(.access).bytes
    bytes.replaceSubrange(bytes.count - 6..<bytes.count, with: Array("zzzzzz".utf8))
    #expect(Token(bytes, kind: .access) == nil)
  }

  @Test("is drawn anew each time")
  func random() {
    let drawn = Set((0..<1_000).map { _ in Token.random(.access).text })
    #expect(drawn.count == 1_000)
  }

  @Test("does not show itself when it is printed")
  func description() {
    let token = Token.random(.access)
    #expect("\(token)" == "lnya_…")
    #expect(String(reflecting: token) == "lnya_…")
  }

  static func sample(_ kind: Token.Kind) -> Token {
    Token(kind, body: (0..<kind.bodyWidth).map { Base62.digits[$0 * 7 % 62] })
  }
}

@Suite("Base 62")
struct Base62Tests {
  @Test(
    "writes a number with leading zeros",
    arguments: [
      (UInt64(0), 6, "000000"), (61, 6, "00000z"), (62, 6, "000010"), (0xFFFF_FFFF, 6, "4gfFC3"),
      (.max, 11, "LygHa16AHYF"),
    ])
  func encode(number: UInt64, width: Int, text: String) {
    #expect(String(decoding: Base62.encode(number, width: width), as: UTF8.self) == text)
    #expect(Base62.decode(text.utf8) == number)
  }

  /// Computed by Python's integers, independently of the code.
  @Test(
    "writes 256 bits as 43 digits",
    arguments: [
      (UInt8(0), "0000000000000000000000000000000000000000000"),
      (0xFF, "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1"),
    ])
  func encode256(byte: UInt8, text: String) {
    let digits = Base62.encode256([UInt8](repeating: byte, count: 32))
    #expect(String(decoding: digits, as: UTF8.self) == text)
  }

  @Test(
    "has no digit but 62, and nothing beyond 64 bits",
    arguments: [
      "LygHa16AHYG", "zzzzzzzzzzzzzzzz", "-1", "0_0", "é",
    ])
  func refused(text: String) {
    #expect(Base62.decode(text.utf8) == nil)
  }
}

@Suite("An Authorization field")
struct BearerTokenTests {
  let token = TokenTests.sample(.access).text

  @Test(
    "gives its token whatever the case of the scheme and the number of spaces",
    arguments: [
      "Bearer ", "bearer ", "BEARER ", "bEaReR    ",
    ])
  func found(scheme: String) {
    #expect(Self.token(in: scheme + token) == token)
  }

  @Test(
    "gives none when it is not one token behind the scheme",
    arguments: [
      "", "Bearer", "Bearer ", "Basic ", "Bearer\t", "Bearer,", "Bearer: ", "Bearer x",
    ])
  func refused(prefix: String) {
    #expect(Self.token(in: prefix) == nil)
    if !prefix.isEmpty, prefix != "Bearer " {
      #expect(Self.token(in: prefix + token) == nil)
    }
    #expect(Self.token(in: token) == nil)
    #expect(Self.token(in: "Bearer " + token + " ") == nil)
    #expect(Self.token(in: "Bearer " + token + "," + token) == nil)
  }

  @Test("gives none when it is cut at any length")
  func truncated() {
    let field = "Bearer " + token
    for count in 0..<field.utf8.count {
      #expect(Self.token(in: String(field.prefix(count))) == nil)
    }
  }

  static func token(in field: String) -> String? {
    Array(field.utf8).withUnsafeBytes { bytes in
      BearerToken.access(in: bytes).map { String(decoding: $0, as: UTF8.self) }
    }
  }
}

@Suite("A session's tokens")
struct SessionTokensTests {
  let tokens = SessionTokens(key: [UInt8](repeating: 7, count: 32))
  let session = SessionID(number: 0x1234_5678_9abc_def0)

  @Test("are the same each time they are made, and different at each step and for each session")
  func derived() {
    #expect(tokens.access(of: session, step: 3).bytes == tokens.access(of: session, step: 3).bytes)
    var seen: Set<String> = []
    for step: UInt32 in 0..<50 {
      for number: Int64 in 1...4 {
        let session = SessionID(number: number)
        seen.insert(tokens.access(of: session, step: step).text)
        seen.insert(tokens.refresh(of: session, step: step).text)
      }
    }
    #expect(seen.count == 400)
  }

  @Test("name their session and step", arguments: [UInt32(0), 1, 4_711, .max])
  func recognised(step: UInt32) throws {
    for number: Int64 in [1, 0x1234_5678_9abc_def0, .max] {
      let session = SessionID(number: number)
      let found = try #require(tokens.recognise(tokens.refresh(of: session, step: step)))
      #expect(found.session == session)
      #expect(found.step == step)
    }
  }

  @Test("made with another key are nobody's")
  func otherKey() {
    let others = SessionTokens(key: [UInt8](repeating: 8, count: 32))
    #expect(tokens.recognise(others.refresh(of: session, step: 0)) == nil)
  }

  @Test("cannot be carried over to another session or step, whatever the checksum says (SE-18)")
  func forged() {
    let mine = tokens.refresh(of: session, step: 1)
    let next = tokens.refresh(of: session, step: 2)
    let head = Base62.widthOf64Bits + Base62.widthOf32Bits
    let forged = Token(.refresh, body: Array(next.body.prefix(head) + mine.body.dropFirst(head)))
    #expect(Token(forged.text, kind: .refresh) != nil)
    #expect(tokens.recognise(forged) == nil)
    for index in 0..<mine.body.count {
      var body = Array(mine.body)
      body[index] = body[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
      #expect(tokens.recognise(Token(.refresh, body: body)) == nil, "digit \(index)")
    }
  }

  @Test("with numbers beyond any session or step are nobody's")
  func overflow() {
    let body = [UInt8](repeating: UInt8(ascii: "z"), count: Token.Kind.refresh.bodyWidth)
    #expect(tokens.recognise(Token(.refresh, body: body)) == nil)
    let zero = [UInt8](repeating: UInt8(ascii: "0"), count: Token.Kind.refresh.bodyWidth)
    #expect(tokens.recognise(Token(.refresh, body: zero)) == nil)
  }

  @Test("are hidden wherever they stand in a text (SE-16)")
  func hidden() {
    let token = tokens.refresh(of: session, step: 0).text
    #expect(Token.hidden(in: "/v1/sessions/\(token)/x") == "/v1/sessions/lnyr_…/x")
    #expect(Token.hidden(in: "/v1/lnya_abc.lnyd_") == "/v1/lnya_….lnyd_…")
    #expect(Token.hidden(in: "/v1/themes/aurora") == "/v1/themes/aurora")
  }
}
