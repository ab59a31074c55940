import Testing

@testable import JSON

@Suite("A JSON document")
struct JSONParserTests {
  static func parse(_ text: String) -> JSONValue? { try? JSONValue.parsed(Array(text.utf8)) }

  @Test("is parsed whole, integers with all their bits, members in their order")
  func values() throws {
    #expect(Self.parse(" null ") == .null)
    #expect(Self.parse("[true,false]") == .array([.bool(true), .bool(false)]))
    #expect(Self.parse("-9223372036854775808") == .integer(.min))
    #expect(Self.parse("9223372036854775807") == .integer(.max))
    #expect(Self.parse("-0") == .integer(0))
    #expect(Self.parse("1.5e3") == .number(1_500))
    #expect(Self.parse(#""\"\\\/\b\f\n\r\té😀\ud83d\ude00""#) == .string("\"\\/\u{8}\u{C}\n\r\té😀😀"))
    guard case .object(let object)? = Self.parse(#"{"b":1,"a":{"":[]}}"#) else {
      Issue.record("no object")
      return
    }
    #expect(object.members.map(\.name) == ["b", "a"])
  }

  @Test(
    "is refused when anything is wrong with it",
    arguments: [
      "", " ", "nul", "nullx", "[1,]", "[1", "[,1]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
      "{a:1}", "{\"a\":1 \"b\":2}", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN",
      "9223372036854775808", "1e999", "\"", "\"\n\"", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"",
      "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "1 2", "[]]", "'a'", "\u{FEFF}1",
      "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
    ])
  func refused(text: String) {
    #expect(Self.parse(text) == nil)
  }

  @Test("is refused when it is not UTF-8")
  func encoding() {
    for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] {
      #expect(throws: JSONSyntaxError.self) { try JSONValue.parsed([0x22] + bytes + [0x22]) }
    }
  }

  @Test("is bounded in depth (endless data)")
  func depth() {
    let deep = { (count: Int) in
      String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }
    #expect(Self.parse(deep(JSONValue.deepest + 1)) != nil)
    #expect(Self.parse(deep(JSONValue.deepest + 2)) == nil)
    #expect(Self.parse(String(repeating: "[", count: 1_000_000)) == nil)
  }

  @Test("says on which line it went wrong")
  func line() {
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONValue.parsed(Array("{\n\n \"a\": x}".utf8))
    }
    #expect(error?.line == 3)
    #expect(error?.offset == 9)
  }

  @Test("is written so that it reads back the same, and is refused at every shorter length")
  func roundTrip() throws {
    let value: JSONValue = .object([
      "text": .string("a\"b\\c\u{0}\u{1F}\n\u{7F}é😀"),
      "numbers": .array([.integer(-1), .number(0.5)]),
      "nothing": .null, "claim": .bool(true),
    ])
    let bytes = value.encoded()
    #expect(try JSONValue.parsed(bytes) == value)
    for length in 0..<bytes.count {
      #expect(throws: JSONSyntaxError.self) { try JSONValue.parsed(Array(bytes[..<length])) }
    }
  }
}

@Suite("A timestamp's text")
struct TimestampTextTests {
  @Test(
    "is RFC 3339 in UTC with milliseconds, both ways",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1_795_496_400_123, "2026-11-24T05:00:00.123Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
      (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func both(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(
    "is refused when there is no such moment or it is written otherwise",
    arguments: [
      "", "2026-11-24T05:00:00Z", "2026-11-24T05:00:00.000+00:00", "2026-11-24 05:00:00.000Z",
      "2026-02-29T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z",
      "2026-01-01T24:00:00.000Z", "2026-01-01T00:60:00.000Z", "2026-01-01T00:00:60.000Z",
      "2026-01-00T00:00:00.000Z", "2026-1-01T00:00:00.0000Z",
    ])
  func refused(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(
    "may come as any time of RFC 3339",
    arguments: [
      ("2026-11-24T05:00:00Z", "2026-11-24T05:00:00.000Z"),
      ("2026-11-24t05:00:00z", "2026-11-24T05:00:00.000Z"),
      ("2026-11-24T05:00:00.5Z", "2026-11-24T05:00:00.500Z"),
      ("2026-11-24T05:00:00.123456789Z", "2026-11-24T05:00:00.123Z"),
      ("2026-11-24T05:00:00+01:30", "2026-11-24T03:30:00.000Z"),
      ("2026-11-24T23:00:00.250-05:00", "2026-11-25T04:00:00.250Z"),
      ("1969-12-31T23:59:59-00:00", "1969-12-31T23:59:59.000Z"),
    ])
  func liberal(text: String, canonical: String) {
    #expect(Timestamp(rfc3339: text)?.description == canonical)
  }

  @Test(
    "is refused when it has no zone, a zone that is none, or a part that does not exist",
    arguments: [
      "", "2026-11-24", "2026-11-24T05:00:00", "2026-11-24 05:00:00Z", "2026-11-24T05:00:00.Z",
      "2026-11-24T05:00:00+1:00", "2026-11-24T05:00:00+24:00", "2026-11-24T05:00:00+01:60",
      "2026-11-24T05:00:00+-1:00", "2026-11-24T05:00:00ZZ", "2026-11-24T05:00:60Z",
      "2026-02-30T05:00:00Z", "2026-11-24T25:00:00Z", "2026-11-24T05:00:00\u{0}Z",
    ])
  func illiberal(text: String) { #expect(Timestamp(rfc3339: text) == nil) }
}
