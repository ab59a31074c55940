import Cryptography
import HTTP
import HTTPServer
import Kernel
import LanyardTesting
import Testing

@testable import HTTPClient

@Suite("A client over TLS")
struct SecureClientTests {
  private let folder = TemporaryDirectory()
  private let server: Server
  private let authorities: String

  init() throws {
    let certificate = SelfSignedCertificate(names: ["localhost", "127.0.0.1"], days: 2)
    authorities = try folder.write("server.pem", certificate.certificatePEM.utf8)
    let tls = TLSConfiguration(
      certificatePath: authorities,
      keyPath: try folder.write("server.key", certificate.keyPEM.utf8))
    server = try Server(
      ServerConfiguration(host: "127.0.0.1", port: 0, loops: 1, tls: tls), feed: LoopFeed()
    ) { _ in
      LoopService(routes: [
        Route(.get, "/secure") { .now(Response(.ok, body: Array("\($0.isSecure)".utf8))) },
        Route(.post, "/echo", bodyLimit: 8 << 20) { .now(Response(.ok, body: $0.body)) },
      ])
    }
  }

  private func client(
    _ host: String = "127.0.0.1", trusting authorities: String?
  ) -> HTTPClient {
    var settings = HTTPClient.Settings()
    settings.authorities = authorities
    return HTTPClient(Origin(isSecure: true, host: host, port: server.port), settings)
  }

  @Test("is served by a server whose certificate it trusts", arguments: ["127.0.0.1", "localhost"])
  func trusted(host: String) throws {
    let client = client(host, trusting: authorities)
    for _ in 0..<3 {
      #expect(try client.send(ClientRequest(.get, "/secure")).body == Array("true".utf8))
    }
    #expect(server.counters.connectionsAccepted == 1)
  }

  @Test("sends and receives more than fits a record")
  func large() throws {
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    let request = ClientRequest(.post, "/echo", body: .bytes(body, type: "application/x"))
    #expect(try client(trusting: authorities).send(request).body == body)
  }

  @Test("sends nothing to a server that nobody vouches for")
  func untrusted() {
    let client = client(trusting: nil)
    client.token = "secret"
    #expect(isNotTrusted { try client.send(ClientRequest(.get, "/secure")) })
    #expect(server.counters.requests == 0)
  }

  @Test("sends nothing to a server with another name")
  func otherName() throws {
    let other = SelfSignedCertificate(names: ["gateway.example", "127.0.0.2"], days: 2)
    let tls = TLSConfiguration(
      certificatePath: try folder.write("other.pem", other.certificatePEM.utf8),
      keyPath: try folder.write("other.key", other.keyPEM.utf8))
    let server = try Server(
      ServerConfiguration(host: "127.0.0.1", port: 0, loops: 1, tls: tls), feed: LoopFeed()
    ) { _ in LoopService(routes: [Route(.get, "/secure") { _ in .now(Response(.ok)) }]) }
    var settings = HTTPClient.Settings()
    settings.authorities = tls.certificatePath
    for host in ["localhost", "127.0.0.1"] {
      let client = HTTPClient(Origin(isSecure: true, host: host, port: server.port), settings)
      #expect(isNotTrusted { try client.send(ClientRequest(.get, "/secure")) })
    }
    #expect(server.counters.requests == 0)
  }

  @Test("finds out that a server speaks no TLS")
  func noTLS() throws {
    let plain = try ScriptedServer([[.send("HTTP/1.1 400 Bad Request\r\n\r\n"), .stay]])
    let client = HTTPClient(Origin(isSecure: true, host: "127.0.0.1", port: plain.port))
    #expect(isNotTrusted { try client.send(ClientRequest(.get, "/")) })
  }

  @Test("says which file of authorities it cannot read")
  func noAuthorities() {
    let client = client(trusting: folder.file("missing.pem"))
    #expect(isNotTrusted { try client.send(ClientRequest(.get, "/secure")) })
  }

  private func isNotTrusted(_ body: () throws -> ClientResponse) -> Bool {
    do {
      _ = try body()
      return false
    } catch HTTPClientError.notTrusted {
      return true
    } catch {
      return false
    }
  }
}
