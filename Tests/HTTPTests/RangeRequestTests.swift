import Testing

@testable import HTTP

@Suite("A range request")
struct RangeRequestTests {
  private func parse(_ field: String, length: Int64) -> RangeRequest {
    var field = field
    return field.withUTF8 { RangeRequest(UnsafeRawBufferPointer($0), length: length) }
  }

  @Test(
    "means what RFC 9110 section 14.1.2 says, for 10,000 bytes",
    arguments: [
      ("bytes=0-499", [0..<500]),
      ("bytes=500-999", [500..<1_000]),
      ("bytes=-500", [9_500..<10_000]),
      ("bytes=9500-", [9_500..<10_000]),
      ("bytes=0-0,-1", [0..<1, 9_999..<10_000]),
      ("bytes= 0-999, 4500-5499, -1000", [0..<1_000, 4_500..<5_500, 9_000..<10_000]),
      ("bytes=500-600,601-999", [500..<1_000]),
      ("bytes=500-700,601-999", [500..<1_000]),
    ] as [(String, [Range<Int64>])])
  func examples(field: String, parts: [Range<Int64>]) {
    #expect(parse(field, length: 10_000) == .parts(parts))
  }

  @Test(
    "ends where the file does",
    arguments: [
      ("bytes=0-99", [0..<10]), ("bytes=9-9", [9..<10]), ("bytes=-99", [0..<10]),
      ("bytes=0-99999999999999999999999", [0..<10]), ("bytes=-99999999999999999999", [0..<10]),
      ("bytes=5-,20-", [5..<10]), ("BYTES=1-1", [1..<2]), ("bytes=,,1-1, ,3-3,", [1..<2, 3..<4]),
    ] as [(String, [Range<Int64>])])
  func clamped(field: String, parts: [Range<Int64>]) {
    #expect(parse(field, length: 10) == .parts(parts))
  }

  @Test(
    "is refused when nothing of it is in the file",
    arguments: [
      "bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-", "bytes=10-,-0",
    ])
  func unsatisfiable(field: String) { #expect(parse(field, length: 10) == .unsatisfiable) }

  @Test(
    "is ignored when it is malformed or of another unit",
    arguments: [
      "", "bytes", "bytes=", "bytes=,", "bytes=a-b", "bytes=5-4", "bytes=--5", "bytes=1", "bytes=-",
      "bytes=1-2-3", "bytes=1-2;3-4", "bytes=1 -2", "bytes=1- 2", "bytes =1-2", "items=0-1",
      "bytes=0-1,x", "bytes=0x1-2", "bytes=+1-2", "0-1",
    ])
  func ignored(field: String) { #expect(parse(field, length: 10) == .whole) }

  @Test("joins what overlaps and keeps the order of what does not")
  func order() {
    #expect(parse("bytes=6-7,0-1", length: 10) == .parts([6..<8, 0..<2]))
    #expect(parse("bytes=6-8,0-1,7-9", length: 10) == .parts([0..<2, 6..<10]))
    #expect(parse("bytes=0-,0-,0-", length: 10) == .parts([0..<10]))
  }

  @Test("gets everything when it asks for more than sixteen pieces")
  func tooMany() {
    let ranges = (0..<17).map { "\($0 * 2)-\($0 * 2)" }
    #expect(parse("bytes=" + ranges.joined(separator: ","), length: 100) == .whole)
    let sixteen = parse("bytes=" + ranges.prefix(16).joined(separator: ","), length: 100)
    let parts: [Range<Int64>] = (0..<16).map { Range($0 * 2...$0 * 2) }
    #expect(sixteen == .parts(parts))
  }

  @Test("of an empty file is never satisfied")
  func empty() {
    #expect(parse("bytes=0-", length: 0) == .unsatisfiable)
    #expect(parse("bytes=-5", length: 0) == .unsatisfiable)
  }

  @Test("never leaves the file, whatever is cut off or put in")
  func mutations() {
    let field = "bytes=0-999, 4500-5499, -1000"
    for count in 0...field.count {
      for junk in ["", "-", ",", "9", " ", "="] {
        let text = String(field.prefix(count)) + junk + field.dropFirst(count)
        guard case .parts(let parts) = parse(text, length: 6_000) else { continue }
        #expect(parts.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= 6_000 })
        #expect(parts.count <= RangeRequest.mostParts)
      }
    }
  }
}
