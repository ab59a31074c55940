import Testing

@testable import JSON

@Suite("A document that is written from left to right")
struct JSONWriterTests {
  @Test("is the one that a tree of the same values would be")
  func sameAsTree() {
    var writer = JSONWriter()
    writer.object {
      $0.member("empty") { $0.array { _ in } }
      $0.member("texts") {
        $0.array {
          $0.value("a \"quoted\" \\ one\n")
          $0.value("å")
        }
      }
      $0.member("nested") {
        $0.object {
          $0.member("number", .integer(-7))
          $0.member("none", .null)
          $0.member("empty") { $0.object { _ in } }
        }
      }
      $0.member("last", "x")
    }
    let tree: JSONValue = .object([
      "empty": .array([]),
      "texts": .array([.string("a \"quoted\" \\ one\n"), .string("å")]),
      "nested": .object(["number": .integer(-7), "none": .null, "empty": .object([:])]),
      "last": .string("x"),
    ])
    #expect(writer.bytes == tree.encoded())
  }
}
