import Testing

@testable import SignedMetadata

@Suite("A semantic version")
struct SemanticVersionTests {
  @Test(
    "is read whole and written as it was",
    arguments: [
      "0.0.4", "1.2.3", "10.20.30", "1.1.2-prerelease+meta", "1.1.2+meta", "1.0.0-alpha",
      "1.0.0-alpha.beta", "1.0.0-alpha.0valid", "1.0.0-alpha-a.b-c-somethinglong",
      "1.0.0-0A.is.legal",
      "2.0.0-rc.1+build.123", "1.2.3----RC-SNAPSHOT.12.9.1--.12",
      "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
      "18446744073709551615.0.0",
    ])
  func valid(text: String) {
    #expect(SemanticVersion(text)?.description == text)
  }

  @Test(
    "is not what breaks the grammar",
    arguments: [
      "", "1", "1.2", "1.2.3-0123", "1.2.3-0123.0123", "1.1.2+.123", "+invalid", "-invalid",
      "alpha",
      "1.2.3.DEV", "1.2-SNAPSHOT", "1.2.31.2.3", "01.1.1", "1.01.1", "1.1.01", "1.0.0-", "1.0.0+",
      "1.0.0-a..b", "v1.0.0", " 1.0.0", "1.0.0 ", "1.0.0-é", "1.0.0+a+b", "١.0.0",
      "18446744073709551616.0.0", "1.0.0-" + String(repeating: "a", count: 60),
    ])
  func invalid(text: String) {
    #expect(SemanticVersion(text) == nil)
  }

  @Test("comes in the order of section 11")
  func precedence() throws {
    let ordered = try [
      "0.9.9", "1.0.0-1", "1.0.0-9", "1.0.0-10", "1.0.0-99999999999999999999999", "1.0.0-alpha",
      "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
      "1.0.0-rc.1", "1.0.0", "1.0.1", "1.1.0", "2.0.0",
    ].map { try #require(SemanticVersion($0)) }
    for (i, a) in ordered.enumerated() {
      for (j, b) in ordered.enumerated() {
        #expect((a < b) == (i < j), "\(a) < \(b)")
        #expect((a == b) == (i == j), "\(a) == \(b)")
      }
    }
  }

  @Test("is equal to itself with other build metadata, in sets too")
  func build() {
    #expect(SemanticVersion("1.0.0+a") == SemanticVersion("1.0.0+b"))
    #expect(Set([SemanticVersion("1.0.0+a"), SemanticVersion("1.0.0")]).count == 1)
  }

  @Test("lies in a range from its first to before its last")
  func range() {
    let range = VersionRange(from: SemanticVersion(2, 0, 0), below: SemanticVersion(3, 0, 0))
    #expect(range.contains(SemanticVersion(2, 0, 0)))
    #expect(range.contains(SemanticVersion(2, 9, 9)))
    #expect(!range.contains(SemanticVersion(3, 0, 0)))
    #expect(!range.contains(SemanticVersion(1, 9, 9)))
    #expect(VersionRange().contains(SemanticVersion(0, 0, 0)))
    #expect(VersionRange(from: SemanticVersion(2, 0, 0), below: SemanticVersion(2, 0, 0)).isEmpty)
  }
}
