import COpenSSL
import Cryptography
import HTTP
import HTTPServer
import Kernel
import LanyardTesting
import Testing

@Suite("An encrypted connection")
struct TLSTests {
  let folder = TemporaryDirectory()
  let server: TestServer

  init() throws {
    let paths = try TLSTests.writeCertificate(in: folder)
    let folder = self.folder
    server = try TestServer(
      { $0.tls = paths },
      routes: {
        SampleRoutes.all() + [
          Route(.get, "/secure") { .now(SampleRoutes.text("\($0.isSecure)")) },
          Route(.get, "/file") { _ in .file(SampleFile.answer(in: folder)) },
          Route(.get, "/large") { _ in .now(SampleRoutes.text(SampleFile.bytes)) },
        ]
      })
  }

  @discardableResult
  private static func writeCertificate(
    in folder: TemporaryDirectory
  ) throws -> TLSConfiguration {
    let certificate = SelfSignedCertificate(names: ["localhost", "127.0.0.1"], days: 2)
    return TLSConfiguration(
      certificatePath: try folder.write("server.pem", certificate.certificatePEM.utf8),
      keyPath: try folder.write("server.key", certificate.keyPEM.utf8))
  }

  private func client(_ offer: TLSPeer.Offer = TLSPeer.Offer()) throws -> RawClient {
    try RawClient(port: server.server.port, tls: offer)
  }

  @Test("serves as one in the clear does, and the request knows")
  func serves() throws {
    let client = try client()
    #expect(client.tls?.version == TLS1_3_VERSION)
    #expect(try client.get("/secure").text == "true")
    let requests = (0..<300).map { "GET /items/\($0) HTTP/1.1\r\nHost: here\r\n\r\n" }
    try client.send(requests.joined())
    for number in 0..<300 { #expect(try client.response().text == "\(number)") }
    let body = String(repeating: "x", count: 90_000)
    try client.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 90000\r\n\r\n\(body)")
    #expect(try client.response().text == body)
  }

  @Test("speaks TLS 1.2, with forward secrecy only (HT-07)")
  func older() throws {
    var offer = TLSPeer.Offer(versions: TLS1_2_VERSION...TLS1_2_VERSION)
    let client = try client(offer)
    #expect(client.tls?.cipher.hasPrefix("ECDHE-ECDSA-") == true)
    #expect(try client.get("/hello").status == 200)
    offer.ciphers = "AES128-GCM-SHA256:ECDHE-ECDSA-AES128-SHA"
    #expect(throws: TLSPeer.Failure.self) { try self.client(offer) }
  }

  @Test("is refused in older versions (HT-07)", arguments: [TLS1_VERSION, TLS1_1_VERSION])
  func oldest(version: Int32) throws {
    #expect(throws: TLSPeer.Failure.self) {
      try client(TLSPeer.Offer(versions: version...version))
    }
    #expect(try client().get("/hello").status == 200)
  }

  @Test("names its protocol, and is refused when the client knows only others")
  func protocols() throws {
    let client = try client(TLSPeer.Offer(protocols: ["h2", "http/1.1"]))
    #expect(client.tls?.chosenProtocol == "http/1.1")
    #expect(try self.client().tls?.chosenProtocol == nil)
    #expect(throws: TLSPeer.Failure.self) { try self.client(TLSPeer.Offer(protocols: ["h2"])) }
  }

  @Test("is resumed by a ticket", arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
  func resumed(version: Int32) throws {
    var offer = TLSPeer.Offer(versions: version...version)
    let first = try client(offer)
    // TLS 1.3 gives the ticket behind the handshake; it comes before an answer does.
    #expect(try first.get("/hello").status == 200)
    #expect(first.tls?.isResumed == false)
    offer.ticket = first.tls?.ticket
    let second = try client(offer)
    #expect(second.tls?.isResumed == true)
    #expect(try second.get("/hello").status == 200)
  }

  @Test("is shown a new certificate once it was reloaded, and those that are open go on")
  func reloaded() throws {
    let before = try client()
    let old = before.tls?.certificate
    try TLSTests.writeCertificate(in: folder)
    #expect(try client().tls?.certificate == old)
    try server.server.reloadCertificate()
    #expect(try before.get("/hello").status == 200)
    #expect(try client().tls?.certificate != old)
  }

  @Test("keeps the old certificate when the new one cannot be used")
  func notReloaded() throws {
    let old = try client().tls?.certificate
    try folder.write("server.pem", "no certificate".utf8)
    let error = #expect(throws: ServerError.self) { try server.server.reloadCertificate() }
    #expect(error?.description.contains("server.pem") == true)
    try TLSTests.writeCertificate(in: folder)
    try folder.write("server.key", SelfSignedCertificate(names: ["x"], days: 1).keyPEM.utf8)
    #expect(throws: ServerError.self) { try server.server.reloadCertificate() }
    #expect(try client().tls?.certificate == old)
  }

  @Test("ends so that the client can tell it from a cut")
  func goodbye() throws {
    let client = try client()
    #expect(try client.get("/hello", "Connection: close\r\n").status == 200)
    #expect(client.isClosed())
  }

  @Test("that begins with something else is closed")
  func notTLS() throws {
    let client = try server.client()
    try client.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    #expect(client.isClosed())
  }

  @Test("carries files and large bodies whole", arguments: ["/file", "/large"])
  func large(path: String) throws {
    let client = try client()
    for _ in 0..<2 { #expect(try client.get(path).body == SampleFile.bytes) }
  }

  @Test("carries ranges of files in several parts")
  func ranges() throws {
    let client = try client()
    let response = try client.get("/file", "Range: bytes=0-3,100000-399999\r\n")
    #expect(response.status == 206)
    #expect(response.body.count > 300_000)
    let whole = response.body
    let tail = Array(SampleFile.bytes[100_000..<400_000])
    let found = whole.indices.contains { start in
      start + tail.count <= whole.count && whole[start] == tail[0]
        && whole[start + 1] == tail[1] && whole[start..<start + tail.count].elementsEqual(tail)
    }
    #expect(found)
    #expect(try client.get("/hello").status == 200)
  }
}
