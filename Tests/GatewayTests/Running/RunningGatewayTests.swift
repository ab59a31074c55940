import Cryptography
import HTTP
import HTTPClient
import HTTPServer
import JSON
import Kernel
import LanyardTesting
import Synchronization
import Testing

@testable import Gateway

@Suite("A running gateway", .onOwnThread)
struct RunningGatewayTests {
  @Test(
    "has every capability behind one door",
    arguments: [
      "/v1/account", "/v1/sessions", "/v1/devices", "/v1/entitlements", "/v1/notices",
      "/v1/notices/stream", "/v1/operator/log", "/v1/themes", "/v1/updates", "/v1/accessories",
      "/v1/accessories/nearby", "/v1/measurements?kind=weight", "/v1/publish/keys",
      "/v1/publish/themes", "/v1/publish/releases",
    ])
  func doors(target: String) throws {
    let gateway = try GatewayFixture()
    let answer = try gateway.client().send(ClientRequest(.get, target))
    #expect(answer.status == .unauthorized)
    #expect(answer["www-authenticate"] == "Bearer")
  }

  @Test("keeps sessions, notices and accounts across a restart")
  func restart() throws {
    let directory = TemporaryDirectory()
    var token: String?
    var before = JSONObject()
    do {
      let first = try GatewayFixture(directory)
      try first.makeAccount()
      let ada = try first.signIn(phone: "p")
      token = ada.client.token
      before = try ada.object("/v1/notices")
      first.gateway.stop()
    }
    let second = try GatewayFixture(directory)
    let client = second.client()
    client.token = token
    let after = try client.send(ClientRequest(.get, "/v1/notices")).orRefused()
    #expect(after.json == .object(before))
    #expect(before["cursor"] != .integer(0))
  }

  @Test("never shares its data directory")
  func shared() throws {
    let directory = TemporaryDirectory()
    let first = try GatewayFixture(directory)
    let error = #expect(throws: GatewayStartError.self) { _ = try GatewayFixture(directory) }
    #expect(error?.description == "another gateway is using \(directory.file("data"))")
    first.gateway.stop()
    _ = try GatewayFixture(directory)
  }

  @Test("that cannot listen leaves nothing behind")
  func portInUse() throws {
    let other = try GatewayFixture()
    let directory = TemporaryDirectory()
    let error = #expect(throws: GatewayStartError.self) {
      _ = try GatewayFixture(directory) {
        $0.listen = ListenAddress(host: "127.0.0.1", port: other.gateway.port)
      }
    }
    #expect(error?.description.contains("in use") == true)
    _ = try GatewayFixture(directory)
  }

  @Test("is watched on a listener of its own")
  func operation() throws {
    let gateway = try GatewayFixture()
    let port = try #require(gateway.gateway.operationPort)
    let watcher = HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: port))
    #expect(try watcher.send(ClientRequest(.get, "/healthz")).body == [UInt8]("alive\n".utf8))
    #expect(try watcher.send(ClientRequest(.get, "/readyz")).status == .ok)
    _ = try gateway.client().send(ClientRequest(.get, "/v1/themes"))
    let metrics = String(
      decoding: try watcher.send(ClientRequest(.get, "/metrics")).body, as: UTF8.self)
    #expect(metrics.contains("\nlanyard_responses_total{class=\"4xx\"} 1\n"))
    #expect(metrics.contains("\nlanyard_requests_total 1\n"))
    // Each name has its help and its type, and each line its form.
    for line in metrics.split(separator: "\n") where !line.hasPrefix("#") {
      let name = line.prefix { $0 != " " && $0 != "{" }
      #expect(metrics.contains("# TYPE \(name) ") && metrics.contains("# HELP \(name) "))
      #expect(Int(line.split(separator: " ").last ?? "") != nil)
    }
    #expect(try watcher.send(ClientRequest(.get, "/v1/themes")).status == .notFound)
    #expect(
      try gateway.client().send(ClientRequest(.get, "/metrics")).status == .notFound)
  }

  @Test("lets its readiness fall and finishes what is under way before it ends")
  func drain() throws {
    let gateway = try GatewayFixture()
    let port = try #require(gateway.gateway.operationPort)
    // Half a request: the gateway has to wait for the rest of it.
    let socket = try Descriptor.connecting(
      to: SocketAddress.ip("127.0.0.1", port: gateway.gateway.port))
    let body = "{\"identifier\":\"nobody@example.org\"}"
    func send(_ text: String) throws {
      let bytes = [UInt8](text.utf8)
      #expect(
        try eventually {
          try bytes.withUnsafeBufferPointer {
            (buffer) throws(KernelError) in
            try socket.send(UnsafeRawBufferPointer(buffer))
          } == .done(bytes.count)
        })
    }
    #expect(try eventually { try socket.takeSocketError() == nil })
    try send(
      "POST /v1/account/registrations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n{")
    let metrics = HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: port))
    #expect(
      try eventually {
        String(
          decoding: try metrics.send(ClientRequest(.get, "/metrics")).body, as: UTF8.self
        ).contains("lanyard_connections_open 1")
      })
    let running = gateway.gateway
    let stopping = try KernelThread(name: "stopping") { running.stop() }
    #expect(
      try eventually {
        let answer = try metrics.send(ClientRequest(.get, "/readyz"))
        return answer.status == .serviceUnavailable
          && answer.body == [UInt8]("draining\n".utf8)
      })
    try send(String(body.dropFirst()))
    var answer = [UInt8](repeating: 0, count: 4_096)
    var count = 0
    #expect(
      try eventually {
        let outcome = try answer.withUnsafeMutableBufferPointer {
          (buffer) throws(KernelError) in
          try socket.receive(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if case .done(let received) = outcome { count = received }
        return count > 0
      })
    let head = String(decoding: answer[..<count], as: UTF8.self)
    #expect(head.hasPrefix("HTTP/1.1 202 "))
    #expect(head.contains("\r\nConnection: close\r\n"))
    stopping.join()
    #expect(throws: HTTPClientError.self) {
      try gateway.client().send(ClientRequest(.get, "/v1/themes"))
    }
  }

  @Test(
    "takes a new certificate for connections from then on, and keeps the old one when it is none")
  func certificates() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("certificate.pem")
    func install() throws -> String {
      let certificate = SelfSignedCertificate(names: ["127.0.0.1"], days: 1)
      try FileSystem.replace(
        directory.file("key.pem"), with: [UInt8](certificate.keyPEM.utf8))
      try FileSystem.replace(path, with: [UInt8](certificate.certificatePEM.utf8))
      let copy = directory.file("trust-\(certificate.certificatePEM.hashValue).pem")
      try FileSystem.replace(copy, with: [UInt8](certificate.certificatePEM.utf8))
      return copy
    }
    let old = try install()
    let gateway = try GatewayFixture(directory) {
      $0.certificate = TLSConfiguration(
        certificatePath: path, keyPath: directory.file("key.pem"))
    }
    func answers(trusting authorities: String) -> Bool {
      let answer = try? gateway.client(trusting: authorities)
        .send(ClientRequest(.get, "/v1/themes"))
      return answer?.status == .unauthorized
    }
    #expect(answers(trusting: old))
    let answer = try gateway.client(trusting: old).send(ClientRequest(.get, "/v1/themes"))
    #expect(answer["strict-transport-security"] == "max-age=31536000")

    let new = try install()
    #expect(answers(trusting: old))
    try gateway.gateway.reloadCertificate()
    #expect(try eventually { answers(trusting: new) })
    #expect(!answers(trusting: old))

    try FileSystem.replace(path, with: [UInt8]("not a certificate".utf8))
    #expect(throws: (any Error).self) { try gateway.gateway.reloadCertificate() }
    #expect(answers(trusting: new))
  }

  @Test("delivers codes through its queue into the outbox")
  func codes() throws {
    let gateway = try GatewayFixture()
    let answer = try gateway.client().send(
      ClientRequest(
        .post, "/v1/account/registrations",
        json: .object(["identifier": .string("bo@example.org")])))
    #expect(answer.status == .accepted)
    let outbox = gateway.directory.file("data/outbox")
    #expect(try eventually { try FileSystem.list(outbox, limit: 10).count == 1 })
  }

  @Test("without a radio hears nothing, and says so at once to whoever links an accessory")
  func noRadio() throws {
    let gateway = try GatewayFixture()
    try gateway.makeAccount()
    let ada = try gateway.signIn()
    #expect(try ada.object("/v1/accessories/nearby") == ["nearby": .array([])])
    let link = ClientRequest(
      .post, "/v1/accessories/links", json: .object(["kind": .string("band")]))
    // The end of the radio's events reaches the links a moment after the start.
    let isRefused = try eventually {
      let answer = try ada.client.send(link)
      return answer.status == .serviceUnavailable && RemoteProblem(answer).slug == "no-radio"
    }
    #expect(isRefused)
  }
}
