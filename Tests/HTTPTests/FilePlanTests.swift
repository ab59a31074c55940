import Testing

@testable import HTTP

@Suite("The plan for a file")
struct FilePlanTests {
  private let file = FileAnswer(
    descriptor: -1, length: 1_000, contentType: "image/png", etag: "\"abc\"",
    headers: [("Cache-Control", "private")])

  private func plan(_ headers: [(String, String)] = [], method: Method = .get) -> FilePlan {
    FilePlan(file, for: .testing(method, "/file", headers: headers))
  }

  private func fields(_ plan: FilePlan) -> [String: String] {
    var fields: [String: String] = [:]
    for line in String(decoding: plan.fields, as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      fields[String(parts[0])] = String(parts[1].dropFirst())
    }
    return fields
  }

  @Test("sends all of it, and says that ranges are taken")
  func whole() {
    let plan = plan()
    #expect(plan.status == .ok)
    #expect(plan.body == [.file(0..<1_000)])
    #expect(
      fields(plan) == [
        "Content-Type": "image/png", "Accept-Ranges": "bytes", "Cache-Control": "private",
        "ETag": "\"abc\"", "Content-Length": "1000",
      ])
  }

  @Test("sends one range")
  func oneRange() {
    let plan = plan([("Range", "bytes=100-199")])
    #expect(plan.status == .partialContent)
    #expect(plan.body == [.file(100..<200)])
    #expect(fields(plan)["Content-Range"] == "bytes 100-199/1000")
    #expect(fields(plan)["Content-Length"] == "100")
  }

  @Test("sends several ranges as parts, as long as it said before")
  func manyRanges() throws {
    let plan = plan([("Range", "bytes=0-9,500-509,-10")])
    #expect(plan.status == .partialContent)
    let type = try #require(fields(plan)["Content-Type"])
    let boundary = try #require(type.split(separator: "boundary=").last)
    var body = ""
    for segment in plan.body {
      switch segment {
      case .bytes(let bytes): body += String(decoding: bytes, as: UTF8.self)
      case .file(let range): body += String(repeating: "x", count: range.count)
      }
    }
    let parts = ["bytes 0-9/1000", "bytes 500-509/1000", "bytes 990-999/1000"].map {
      "\r\n--\(boundary)\r\nContent-Type: image/png\r\nContent-Range: \($0)\r\n\r\nxxxxxxxxxx"
    }
    #expect(body == parts.joined() + "\r\n--\(boundary)--\r\n")
    #expect(fields(plan)["Content-Length"] == String(body.utf8.count))
    #expect(plan.bodyLength == Int64(body.utf8.count))
    #expect(fields(plan)["Content-Range"] == nil)
  }

  @Test("answers 416 with the length when no range is in the file")
  func unsatisfiable() {
    let plan = plan([("Range", "bytes=1000-")])
    #expect(plan.status == .rangeNotSatisfiable)
    #expect(fields(plan)["Content-Range"] == "bytes */1000")
  }

  @Test(
    "takes a range only while If-Range names this very file",
    arguments: [
      ("\"abc\"", true), ("\"abd\"", false), ("W/\"abc\"", false), ("abc", false),
      ("Wed, 21 Oct 2015 07:28:00 GMT", false),
    ])
  func ifRange(tag: String, holds: Bool) {
    let plan = plan([("Range", "bytes=0-0"), ("If-Range", tag)])
    #expect(plan.status == (holds ? .partialContent : .ok))
  }

  @Test("answers 304 without a body, and before any range")
  func notModified() {
    let plan = plan([("If-None-Match", "\"abc\""), ("Range", "bytes=0-0")])
    #expect(plan.status == .notModified)
    #expect(plan.body.isEmpty)
    #expect(fields(plan) == ["Cache-Control": "private", "ETag": "\"abc\""])
  }

  @Test("answers 412 when the client names another file")
  func preconditionFailed() {
    #expect(plan([("If-Match", "\"abd\"")]).status == .preconditionFailed)
    #expect(plan([("If-Match", "\"abd\", \"abc\"")]).status == .ok)
    #expect(plan([("If-Match", "*")]).status == .ok)
  }

  @Test("answers HEAD with the length and nothing to send, ranges aside")
  func head() {
    let plan = plan([("Range", "bytes=0-0")], method: .head)
    #expect(plan.status == .ok)
    #expect(plan.body.isEmpty && plan.bodyLength == 0)
    #expect(fields(plan)["Content-Length"] == "1000")
  }

  @Test("has nothing to send of an empty file")
  func empty() {
    let empty = FileAnswer(
      descriptor: -1, length: 0, contentType: "text/plain", etag: "\"e\"")
    let plan = FilePlan(empty, for: .testing(.get, "/file"))
    #expect(plan.status == .ok && plan.body.isEmpty)
    #expect(fields(plan)["Content-Length"] == "0")
  }
}
