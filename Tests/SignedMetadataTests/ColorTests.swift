import SignedMetadata
import Testing

@Suite("A colour")
struct ColorTests {
  @Test("is written as six digits of either case", arguments: ["#0b1021", "#0B1021"])
  func valid(text: String) throws {
    let color = try #require(Color(text))
    #expect([color.red, color.green, color.blue] == [0x0B, 0x10, 0x21])
    #expect(color.description == "#0b1021")
  }

  @Test(
    "is nothing else, however many bytes that has",
    arguments: [
      "", "#", "0b1021", "#12", "#0b10211", "#0b102g", "##b1021", "#0b 021", "#\u{301}0b10",
      "#\u{20DD}0b1", "#\u{212A}0b1", "#0b10\u{301}",
    ])
  func invalid(text: String) {
    #expect(Color(text) == nil)
  }
}
