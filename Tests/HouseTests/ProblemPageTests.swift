import HTTP
import Testing

@Suite("The page of problems")
struct ProblemPageTests {
  private static let page = "Sources/Gateway/Gateway.docc/Problems.md"

  @Test("lists every problem that is answered, with its status, and no other")
  func isComplete() {
    let listed = Set(ProblemKind.listed(on: House.text(of: Self.page)))
    var answered = Set(ParseRefusal.allCases.map { ProblemKind($0.problem) })
    for file in House.files where file.target != nil { answered.formUnion(file.problemKinds) }
    let missing = answered.subtracting(listed).map(\.description).sorted()
    #expect(missing.isEmpty, "\(Self.page) does not have them")
    let unheard = listed.subtracting(answered).map(\.description).sorted()
    #expect(unheard.isEmpty, "nothing in Sources answers them")
  }

  @Test("lists each problem once")
  func isUnambiguous() {
    let types = ProblemKind.listed(on: House.text(of: Self.page)).map(\.type)
    #expect(types.count == Set(types).count)
  }

  @Test("is compared with what the sources say, however it is broken into lines")
  func canFail() {
    let file = SourceFile(
      path: "Sources/Themes/SampleRoutes.swift",
      text: """
        let a = Problem(.notFound, "no-such-moon", "There is no such moon.")
        var b = Problem(
          .conflict, "moon-exists", "There is a moon.")
        let c = refusing(mistakes, slug: "mistaken-moon", title: "The moon has mistakes.")
        let d = RemoteProblem(answer)
        """)
    #expect(
      file.problemKinds == [
        ProblemKind(type: "no-such-moon", status: 404),
        ProblemKind(type: "moon-exists", status: 409),
        ProblemKind(type: "mistaken-moon", status: 422),
      ])
    let row = "| `no-such-moon` | 404 | who looks up by day | wait |"
    #expect(
      ProblemKind.listed(on: "| type | status |\n|---|---|\n\(row)\n")
        == [ProblemKind(type: "no-such-moon", status: 404)])
  }
}

/// The last part of a problem's type, and the status that comes with it.
private struct ProblemKind: Hashable, CustomStringConvertible {
  let type: String
  let status: Int

  init(type: String, status: Int) {
    self.type = type
    self.status = status
  }

  init(_ problem: Problem) {
    self.init(type: problem.slug, status: Int(problem.status.rawValue))
  }

  var description: String { "\(type) (\(status))" }

  /// From the rows of the page's tables that begin with a type and a status.
  static func listed(on page: String) -> [ProblemKind] {
    page.matches(of: /\| `([a-z-]+)` \| ([0-9]{3}) \|/).compactMap { row in
      Int(row.output.2).map { ProblemKind(type: String(row.output.1), status: $0) }
    }
  }
}

extension SourceFile {
  /// The problems that are made here with their type in clear. A status that `statuses` does not have is 0, which no row has.
  fileprivate var problemKinds: [ProblemKind] {
    let made = text.matches(of: /Problem\(\s*\.([A-Za-z]+),\s*"([a-z-]+)"/).map { call in
      ProblemKind(
        type: String(call.output.2), status: Self.statuses[String(call.output.1)] ?? 0)
    }
    // What is wrong with a document is said by one function, which is given the type.
    let handedOn = text.matches(of: /slug: "([a-z-]+)"/).map { call in
      ProblemKind(type: String(call.output.1), status: 422)
    }
    return made + handedOn
  }

  /// RFC 9110 section 15, RFC 6585 (429) and RFC 4918 (507).
  private static let statuses = [
    "badRequest": 400, "unauthorized": 401, "forbidden": 403, "notFound": 404,
    "methodNotAllowed": 405, "requestTimeout": 408, "conflict": 409, "preconditionFailed": 412,
    "contentTooLarge": 413, "unsupportedMediaType": 415, "rangeNotSatisfiable": 416,
    "unprocessableContent": 422, "tooManyRequests": 429, "internalServerError": 500,
    "serviceUnavailable": 503, "insufficientStorage": 507,
  ]
}
