import HTTP
import Testing

@testable import HTTPClient

@Suite("Reading events")
struct EventsTests {
  private func read(
    _ text: String, after: String? = nil, most: Int = 10
  ) throws -> (events: [ServerEvent], retry: Duration?, asked: String) {
    let server = try ScriptedServer([[.await("\r\n\r\n"), .send(text)]])
    let client = HTTPClient(Origin(isSecure: false, host: "127.0.0.1", port: server.port))
    var events: [ServerEvent] = []
    let retry = try client.events("/stream", after: after, patience: .seconds(10)) { event in
      events.append(event)
      return events.count < most
    }
    return (events, retry, server.received)
  }

  private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

  @Test("goes on until the stream ends, from the event it was left at")
  func whole() throws {
    let read = try read(
      Self.head + "retry: 100\n\nid: 4\ndata: a\n\n: beat\n\nid: 5\ndata: b\n\n", after: "3")
    #expect(read.events.map(\.data) == ["a", "b"] && read.events.last?.id == "5")
    #expect(read.retry == .milliseconds(100))
    #expect(read.asked.contains("\r\nLast-Event-ID: 3\r\n"))
    #expect(read.asked.contains("\r\nAccept: text/event-stream\r\n"))
  }

  @Test("ends when the reader has enough")
  func enough() throws {
    let read = try read(Self.head + "data: a\n\ndata: b\n\ndata: c\n\n", most: 2)
    #expect(read.events.map(\.data) == ["a", "b"])
  }

  @Test("hears why there is no stream")
  func refused() {
    let body = "{\"type\":\"urn:lanyard:problem:not-signed-in\",\"title\":\"Sign in.\"}"
    let text =
      "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/problem+json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      + body
    #expect { try read(text) } throws: { error in
      guard case .refused(let problem)? = error as? HTTPClientError else { return false }
      return problem.slug == "not-signed-in"
    }
  }
}
