import Publishing
import SignedMetadata
import Testing

@Suite("A reader's languages")
struct ReaderLanguagesTests {
  @Test(
    "come best first, as Accept-Language weighs them",
    arguments: [
      ("de", "de"), ("de-AT, en;q=0.5, de;q=0.8", "de-AT de en"),
      ("en;q=0.1,ja;q=0.9 , fr ; q=0.5", "ja fr en"), ("a;q=1, de;q=0, *;q=0.5", ""),
      ("de;q=1.001, fr;q=2, ja;q=0.1234, en;q=", ""), ("DE-at;Q=0.3", "de-AT"), ("de, de", "de"),
      ("", ""), (",,;", ""),
    ])
  func weights(field: String, expected: String) {
    let languages = ReaderLanguages.parse(field, chosen: nil).map(\.text)
    #expect(languages.joined(separator: " ") == expected)
  }

  @Test("end with the one the account chose")
  func chosen() {
    #expect(ReaderLanguages.parse("fr", chosen: "de").map(\.text) == ["fr", "de"])
    #expect(ReaderLanguages.parse("de", chosen: "de").map(\.text) == ["de"])
    #expect(ReaderLanguages.parse(nil, chosen: "nonsense!").isEmpty)
  }

  @Test("are bounded: a long field is not read, and at most eight ranges are")
  func bounds() {
    let long = Array(repeating: "de", count: 300).joined(separator: ",")
    #expect(ReaderLanguages.parse(long, chosen: "ja").map(\.text) == ["ja"])
    let nine = "aa,bb,cc,dd,ee,ff,gg,hh,ii"
    #expect(ReaderLanguages.parse(nine, chosen: nil).count == ReaderLanguages.most)
  }
}
