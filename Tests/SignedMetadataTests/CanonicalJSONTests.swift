import JSON
import Testing

@testable import SignedMetadata

@Suite("Canonical JSON")
struct CanonicalJSONTests {
  static func canonical(_ value: JSONValue) throws -> String {
    String(decoding: try CanonicalJSON.encode(value), as: UTF8.self)
  }

  @Test("sorts members by code point, where UTF-16 would order them otherwise")
  func order() throws {
    // U+FF5E is before U+1F600 by code point, after it by UTF-16 unit (D83D); é composed and decomposed are two names.
    let value = JSONValue.members([
      ("\u{1F600}", .integer(1)), ("\u{FF5E}", .integer(2)), ("b", .integer(3)), ("B", .integer(4)),
      ("", .integer(5)), ("é", .integer(6)), ("aa", .integer(7)), ("a", .integer(8)),
    ])
    #expect(
      try Self.canonical(value)
        == "{\"\":5,\"B\":4,\"a\":8,\"aa\":7,\"b\":3,\"é\":6,\"\u{FF5E}\":2,\"\u{1F600}\":1}")
  }

  @Test("escapes the quote and the backslash only, and leaves control characters raw")
  func escapes() throws {
    #expect(
      try Self.canonical(.string("a\"b\\c/\u{0}\u{1F}\n\t\u{7F}\u{2028}é"))
        == "\"a\\\"b\\\\c/\u{0}\u{1F}\n\t\u{7F}\u{2028}é\"")
  }

  @Test("writes integers of 64 bits, literals and nesting without white space")
  func values() throws {
    let value = JSONValue.array([
      .integer(.min), .integer(.max), .integer(0), .bool(true), .bool(false), .null, .array([]),
      .members([]), .members([("a", .array([.members([("b", .null)])]))]),
    ])
    #expect(
      try Self.canonical(value)
        == "[-9223372036854775808,9223372036854775807,0,true,false,null,[],{},{\"a\":[{\"b\":null}]}]"
    )
  }

  @Test("does not write a number with a fraction, and says where it is")
  func fraction() throws {
    let value = JSONValue.members([("a", .array([.integer(1), .members([("b", .number(1.5))])]))])
    #expect(throws: CanonicalJSON.HasFraction(path: "$.a[1].b")) {
      try CanonicalJSON.encode(value)
    }
  }
}
