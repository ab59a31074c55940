import Testing

@testable import HTTP

@Suite("A condition")
struct ConditionTests {
  private func condition(_ name: String, _ values: String..., method: Method = .get) -> Condition {
    Condition(.testing(method, "/", headers: values.map { (name, $0) }), etag: "\"a\"")
  }

  @Test(
    "of If-None-Match compares weakly",
    arguments: [
      ("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("\"b\",W/\"a\"", true),
      ("*", true), (" , \"a\"", true), ("\"b\"", false), ("\"A\"", false), ("a", false),
      ("", false), ("\"a", false), ("\"a\"b, ", true), ("x, \"a\"", false), ("W/a, \"a\"", false),
      ("\"b, \"a\"", false),
    ])
  func ifNoneMatch(list: String, matches: Bool) {
    #expect(condition("If-None-Match", list) == (matches ? .notModified : .holds))
  }

  @Test(
    "of If-Match compares strongly",
    arguments: [
      ("\"a\"", true), ("W/\"a\"", false), ("W/\"a\", \"a\"", true), ("*", true), ("\"b\"", false),
      ("", false),
    ])
  func ifMatch(list: String, matches: Bool) {
    #expect(condition("If-Match", list) == (matches ? .holds : .failed))
  }

  @Test("on a weak tag compares weakly, and never fulfils If-Match")
  func weakTag() {
    for list in ["W/\"a\"", "\"a\"", "\"b\", W/\"a\""] {
      let request = { Request.testing(.get, "/", headers: [($0, list)]) }
      #expect(Condition(request("If-None-Match"), etag: "W/\"a\"") == .notModified)
      #expect(Condition(request("If-Match"), etag: "W/\"a\"") == .failed)
    }
  }

  @Test("may come on several lines")
  func lines() { #expect(condition("If-None-Match", "\"b\"", "\"a\"") == .notModified) }

  @Test("of If-None-Match fails a request that would change something")
  func changing() { #expect(condition("If-None-Match", "*", method: .put) == .failed) }

  @Test("asks If-Match first")
  func order() {
    let request = Request.testing(
      .get, "/", headers: [("If-None-Match", "\"a\""), ("If-Match", "\"b\"")])
    #expect(Condition(request, etag: "\"a\"") == .failed)
  }
}
