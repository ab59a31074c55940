import HTTP
import HTTPServer
import LanyardTesting
import Synchronization
import Testing

@Suite("A file")
struct FileTests {
  let folder = TemporaryDirectory()
  /// Its one slot is bumped to make the server ask.
  let epochs = EpochTable()
  let mayServe = Switch(true)
  let server: TestServer
  let client: RawClient

  init() throws {
    let (folder, epochs, mayServe) = (self.folder, self.epochs, self.mayServe)
    server = try TestServer(routes: {
      SampleRoutes.all() + [
        Route(.get, "/file") { _ in .file(SampleFile.answer(in: folder)) },
        Route(.get, "/short") { _ in
          .file(SampleFile.answer(in: folder, claimedLength: Int64(SampleFile.bytes.count) + 1))
        },
        Route(.get, "/guarded") { _ in
          let slot = epochs.slot(of: 0)
          let authority = Authority(lease: Lease(slot: slot)) {
            mayServe.isOn ? Lease(slot: slot) : nil
          }
          return .file(SampleFile.answer(in: folder, authority: authority))
        },
      ]
    })
    client = try server.client()
  }

  @Test("is sent whole, with its length and its tag")
  func whole() throws {
    let response = try client.get("/file")
    #expect(response.status == 200)
    #expect(response["accept-ranges"] == "bytes")
    #expect(response["etag"] == "\"sample\"")
    #expect(response["content-length"] == "3000000")
    #expect(response.body == SampleFile.bytes)
    #expect(try client.get("/hello").status == 200)
  }

  @Test("is not sent for HEAD, nor to who has it")
  func notSent() throws {
    try client.send("HEAD /file HTTP/1.1\r\nHost: here\r\n\r\n")
    #expect(try client.response(hasBody: false)["content-length"] == "3000000")
    let response = try client.get("/file", "If-None-Match: \"sample\"\r\n")
    #expect(response.status == 304)
    #expect(try client.get("/hello").status == 200)
  }

  @Test("is sent from where a download broke off")
  func resumed() throws {
    let range = "Range: bytes=2000000-\r\nIf-Range: \"sample\"\r\n"
    let response = try client.get("/file", range)
    #expect(response.status == 206)
    #expect(response["content-range"] == "bytes 2000000-2999999/3000000")
    #expect(response.body == Array(SampleFile.bytes[2_000_000...]))
    let other = try client.get("/file", "Range: bytes=2000000-\r\nIf-Range: \"other\"\r\n")
    #expect(other.status == 200)
    #expect(other.body == SampleFile.bytes)
  }

  @Test("is sent in parts when several ranges are asked for")
  func parts() throws {
    let response = try client.get("/file", "Range: bytes=0-4,1000000-1999999,-5\r\n")
    #expect(response.status == 206)
    let type = try #require(response["content-type"])
    let boundary = try #require(type.split(separator: "boundary=").last)
    var body = response.body[...]
    for range in [0..<5, 1_000_000..<2_000_000, 2_999_995..<3_000_000] {
      let head =
        "\r\n--\(boundary)\r\nContent-Type: application/octet-stream\r\n"
        + "Content-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/3000000\r\n\r\n"
      #expect(body.starts(with: head.utf8))
      body = body.dropFirst(head.utf8.count)
      #expect(body.starts(with: SampleFile.bytes[range]))
      body = body.dropFirst(range.count)
    }
    #expect(body.elementsEqual("\r\n--\(boundary)--\r\n".utf8))
    #expect(try client.get("/file", "Range: bytes=3000000-\r\n").status == 416)
  }

  @Test("keeps its place among pipelined requests")
  func pipelined() throws {
    let get = { (path: String) in "GET \(path) HTTP/1.1\r\nHost: here\r\n\r\n" }
    try client.send(get("/items/1") + get("/file") + get("/items/2") + get("/file"))
    #expect(try client.response().text == "1")
    #expect(try client.response().body == SampleFile.bytes)
    #expect(try client.response().text == "2")
    #expect(try client.response().body == SampleFile.bytes)
  }

  @Test("that is shorter than was said ends with the connection, not with a lie")
  func short() throws {
    try client.send("GET /short HTTP/1.1\r\nHost: here\r\n\r\n")
    _ = try client.text(through: "\r\n\r\n")
    #expect(client.rest() == SampleFile.bytes)
  }

  @Test("is cut off at the next piece once the right to it has ended")
  func revoked() throws {
    let client = try server.slowReader()
    try client.send("GET /guarded HTTP/1.1\r\nHost: here\r\n\r\n")
    _ = try client.bytes(1_000)
    mayServe.isOn = false
    epochs.slot(of: 0).bump()
    #expect(client.rest().count < SampleFile.bytes.count - 1_000)
  }

  @Test("goes on when the right was asked for anew and still holds")
  func renewed() throws {
    let client = try server.slowReader()
    try client.send("GET /guarded HTTP/1.1\r\nHost: here\r\n\r\n")
    _ = try client.text(through: "\r\n\r\n")
    epochs.slot(of: 0).bump()
    #expect(try client.bytes(3_000_000) == SampleFile.bytes)
  }
}

/// Something that a test turns on and off while a loop looks at it.
final class Switch: Sendable {
  private let state: Atomic<Bool>
  init(_ isOn: Bool) { state = Atomic(isOn) }
  var isOn: Bool {
    get { state.load(ordering: .acquiring) }
    set { state.store(newValue, ordering: .releasing) }
  }
}
