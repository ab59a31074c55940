import Testing

@Suite("The pages of the API")
struct APIPageTests {
  @Test(
    "have every path that their room answers, and no other",
    arguments: FloorPlan.answering.intersection(FloorPlan.rooms.keys).sorted())
  func isComplete(target: String) {
    let page = "Sources/\(target)/\(target).docc/API.md"
    let told = Set(Self.paths(on: House.text(of: page)))
    var answered: Set<String> = []
    for file in House.files where file.target == target { answered.formUnion(file.routePaths) }
    let missing = answered.subtracting(told).sorted()
    #expect(missing.isEmpty, "\(page) does not have them")
    let unheard = told.subtracting(answered).sorted()
    #expect(unheard.isEmpty, "no route of \(target) answers them")
  }

  @Test("are compared with the patterns of routes, not with whatever else looks like a path")
  func canFail() {
    let file = SourceFile(
      path: "Sources/Themes/MoonRoutes.swift",
      text: """
        let a = gate.route(.get, "/v1/moons/{moon}", rule, handler: moon)
        let b = "/v1/moons/\\(id)/phases"
        let c = "GET /v1/moons"
        """)
    #expect(file.routePaths == ["/v1/moons/{moon}"])
    #expect(
      Self.paths(on: "# Moons\n### `GET /v1/moons/{moon}`\nSee `GET /v1/suns`.\n")
        == ["/v1/moons/{moon}"])
  }

  /// From the headings that are a method and a path.
  private static func paths(on page: String) -> [String] {
    page.split(separator: "\n").filter { $0.hasPrefix("### `") }.compactMap { heading in
      heading.split(separator: "`").dropFirst().first?.split(separator: " ").last.map(String.init)
    }
  }
}

extension SourceFile {
  /// The patterns of the routes that are made here. An interpolation is a `?` in a literal, and makes a link, not a pattern.
  fileprivate var routePaths: Set<String> {
    guard name.hasSuffix("Routes.swift") else { return [] }
    return Set(literals.map(\.text).filter { $0.hasPrefix("/v1/") && !$0.contains("?") })
  }
}
