import Testing

@testable import HTTPClient

@Suite("An origin")
struct OriginTests {
  @Test(
    "is read from a URL and written as one",
    arguments: [
      ("https://gateway.example", "https://gateway.example"),
      ("https://gateway.example/", "https://gateway.example"),
      ("HTTPS://Gateway.Example:443", "https://gateway.example"),
      ("https://gateway.example:8443", "https://gateway.example:8443"),
      ("http://127.0.0.1:80", "http://127.0.0.1"),
      ("http://[::1]:8080/", "http://[::1]:8080"),
      ("http://localhost:443", "http://localhost:443"),
    ])
  func read(text: String, written: String) { #expect(Origin(text)?.description == written) }

  @Test(
    "is not read from anything else",
    arguments: [
      "", "gateway.example", "ftp://a", "https://", "https:///x", "https://a/b", "https://a?b",
      "https://a#b", "https://u@a", "https://a:", "https://a:0", "https://a:65536", "https://a:8x",
      "https://[::1", "https://[g]", "https://[a]", "https://a b", "https://a\r\nHost: b",
      "https://å",
    ])
  func refused(text: String) { #expect(Origin(text) == nil) }

  @Test("is split from the path and query of a URL")
  func split() throws {
    let (origin, path) = try #require(Origin.split("https://hooks.example/a/b?c=d"))
    #expect(origin == Origin(isSecure: true, host: "hooks.example", port: 443))
    #expect(path == "/a/b?c=d")
    #expect(Origin.split("https://a?b")?.path == "/?b")
    #expect(Origin.split("https://a/b c") == nil && Origin.split("https://a/b#c") == nil)
  }
}
