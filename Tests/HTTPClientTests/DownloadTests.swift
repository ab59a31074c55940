import HTTP
import HTTPServer
import Kernel
import LanyardTesting
import Testing

@testable import HTTPClient

@Suite("A download")
struct DownloadTests {
  private let folder = TemporaryDirectory()
  private let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
  private let server: Server
  private let client: HTTPClient

  init() throws {
    let path = try folder.write("source", content)
    server = try Server(
      ServerConfiguration(host: "127.0.0.1", port: 0, loops: 1), feed: LoopFeed()
    ) { _ in
      LoopService(routes: [
        Route(.get, "/file") { _ in
          guard let file = try? Descriptor.file(reading: path) else {
            return .now(Response(.notFound))
          }
          return .file(
            FileAnswer(
              descriptor: file.release(), length: 300_000, contentType: "application/x",
              etag: "\"a\""))
        },
        Route(.get, "/missing") { _ in
          .now(Problem(.notFound, "no-such-file", "There is no such file.").response)
        },
      ])
    }
    client = HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: server.port))
  }

  private func download(_ target: String = "/file", length: Int64 = 300_000) throws -> [UInt8] {
    var taken: [UInt8] = []
    try client.download(target, to: folder.file("copy"), length: length) { taken += $0 }
    return taken
  }

  private func copy() throws -> [UInt8] {
    try FileSystem.read(folder.file("copy"), limit: 1 << 20)
  }

  @Test("brings the file and shows every byte on the way")
  func whole() throws {
    #expect(try download() == content)
    #expect(try copy() == content)
  }

  @Test("goes on behind what is there", arguments: [1, 150_000, 299_999])
  func resumed(have: Int) throws {
    try folder.write("copy", content.prefix(have))
    #expect(try download() == content)
    #expect(try copy() == content)
    // What is there was not sent again.
    #expect(server.counters.bytesSent < 300_000 - have + 1_000)
  }

  @Test("asks nobody when the file is whole")
  func complete() throws {
    try folder.write("copy", content)
    #expect(try download() == content)
    #expect(server.counters.requests == 0)
  }

  @Test("starts over when what is there is longer than the file")
  func tooLong() throws {
    try folder.write("copy", content + [0])
    #expect(try download() == content)
    #expect(try copy() == content)
  }

  @Test("passes over what it has when the server sends everything")
  func ignoredRange() throws {
    let odd = try ScriptedServer([
      [.await("\r\n\r\n"), .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789")]
    ])
    let client = HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: odd.port))
    try folder.write("copy", Array("0123".utf8))
    var taken: [UInt8] = []
    try client.download("/file", to: folder.file("copy"), length: 10) { taken += $0 }
    #expect(taken == Array("0123456789".utf8))
    #expect(try copy() == taken)
    #expect(odd.received.contains("Range: bytes=4-\r\n"))
  }

  @Test("refuses a piece that starts elsewhere, and writes nothing of it")
  func otherPiece() throws {
    let odd = try ScriptedServer([
      [
        .await("\r\n\r\n"),
        .send(
          "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-5/10\r\nContent-Length: 6\r\n\r\n012345"
        ),
      ]
    ])
    let client = HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: odd.port))
    try folder.write("copy", Array("0123".utf8))
    #expect(throws: HTTPClientError.malformed(client.origin)) {
      try client.download("/file", to: folder.file("copy"), length: 10) { _ in }
    }
    #expect(try copy() == Array("0123".utf8))
  }

  @Test("is an error when the file has another length", arguments: [299_999, 300_001] as [Int64])
  func otherLength(length: Int64) {
    #expect(throws: HTTPClientError.self) { try download(length: length) }
  }

  @Test("hears why there is none")
  func missing() {
    #expect { try download("/missing") } throws: { error in
      guard case .refused(let problem)? = error as? HTTPClientError else { return false }
      return problem.slug == "no-such-file"
    }
  }
}
