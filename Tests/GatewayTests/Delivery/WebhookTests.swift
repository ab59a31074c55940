import AccountSession
import Cryptography
import HTTP
import HTTPServer
import JSON
import Kernel
import LanyardTesting
import Synchronization
import Testing

@testable import Gateway

@Suite("A webhook", .onOwnThread)
struct WebhookTests {
  private let directory = TemporaryDirectory()
  private let message = OutgoingMessage(
    channel: .phone, address: "+46701234567", subject: "Your code", text: "Code: 123456",
    purpose: "registration-code", code: "123456")

  /// A service that answers with one status and keeps what it was sent.
  private final class Service: Sendable {
    let posts = Mutex<[(signature: String, body: [UInt8])]>([])
    let server: Server

    init(answering status: Status) throws {
      let kept = Kept()
      server = try Server(
        ServerConfiguration(host: "127.0.0.1", port: 0, loops: 1), feed: LoopFeed()
      ) { _ in
        LoopService(routes: [
          Route(.post, "/hook", bodyLimit: 65_536, contentType: "application/json") { request in
            kept.service?.posts.withLock {
              $0.append((request.header("lanyard-signature") ?? "", request.body))
            }
            return .now(Response(status))
          }
        ])
      }
      kept.set(self)
    }

    private final class Kept: Sendable {
      private let kept = Mutex<Service?>(nil)
      var service: Service? { kept.withLock { $0 } }
      func set(_ service: Service) { kept.withLock { $0 = service } }
    }
  }

  private let secret = String(repeating: "s", count: 40)

  private func webhook(port: UInt16) throws -> Webhook {
    let key = try directory.write("key", (secret + "\n").utf8)
    return try Webhook(url: "http://127.0.0.1:\(port)/hook", keyPath: key)
  }

  @Test("posts the message with a signature that its service can check")
  func signature() throws {
    let service = try Service(answering: .noContent)
    try webhook(port: service.server.port).carry(message)
    let posts = service.posts.withLock { $0 }
    try #require(posts.count == 1)
    guard case .object(let object) = try JSONValue.parsed(posts[0].body) else {
      return #expect(Bool(false), "not an object")
    }
    #expect(object["code"] == .string("123456"))
    #expect(object["address"] == .string("+46701234567"))
    let parts = posts[0].signature.split(separator: ",").map { $0.split(separator: "=") }
    try #require(parts.count == 2 && parts[0][0] == "t" && parts[1][0] == "v1")
    let signed = [UInt8]("\(parts[0][1]).".utf8) + posts[0].body
    let expected = HMACSHA256.authenticate(signed, key: [UInt8](secret.utf8)).hex
    #expect(parts[1][1] == expected)
  }

  @Test(
    "is tried again only when that may help",
    arguments: [(500, true), (503, true), (429, true), (400, false), (404, false), (302, false)])
  func statuses(status: UInt16, isPassing: Bool) throws {
    let service = try Service(answering: Status(rawValue: status))
    let webhook = try webhook(port: service.server.port)
    let error = #expect(throws: CarryError.self) { try webhook.carry(message) }
    #expect(error?.isPassing == isPassing)
    #expect(error?.description.contains("123456") == false)
    #expect(error?.description.contains("+467") == false)
  }

  @Test("that is not there may be there later")
  func unreachable() throws {
    let port = try {
      let socket = try Descriptor.listening(at: .ip("127.0.0.1", port: 0))
      return try socket.localAddress().port ?? 1
    }()
    let webhook = try webhook(port: port)
    let error = #expect(throws: CarryError.self) { try webhook.carry(message) }
    #expect(error?.isPassing == true)
  }

  @Test("needs a key that is long enough and not everybody's")
  func keys() throws {
    let short = try directory.write("short", "too short".utf8)
    let open = try directory.write("open", secret.utf8)
    #expect(try ChildProcess("/bin/chmod", ["644", open]).run().cause == .exited(0))
    for path in [short, open, directory.file("none")] {
      #expect(throws: Webhook.Failure.self) {
        _ = try Webhook(url: "http://127.0.0.1/hook", keyPath: path)
      }
    }
  }
}
