import Kernel
import Synchronization

/// A server that says exactly what a test tells it to, one connection after the other, whatever it is asked.
final class ScriptedServer: Sendable {
  enum Step: Sendable {
    /// Reads until this has come.
    case await(String)
    case send(String)
    /// Says nothing until the peer goes away.
    case stay
  }

  let port: UInt16
  private let heard: Heard

  private final class Heard: Sendable {
    let text = Mutex("")
  }

  /// - Parameter connections: the steps of each; then it is closed, and after the last so is the server.
  init(_ connections: [[Step]]) throws {
    let listener = try Descriptor.listening(at: .ip("127.0.0.1", port: 0))
    port = try listener.localAddress().port ?? 0
    let heard = Heard()
    self.heard = heard
    let number = listener.release()
    let thread = try KernelThread(name: "scripted") {
      let listener = Descriptor(adopting: number)
      for steps in connections {
        // A test that did not come this far has failed already.
        try? ScriptedServer.play(steps, to: ScriptedServer.accept(listener), heard)
      }
    }
    _ = consume thread
  }

  /// All that clients have sent so far.
  var received: String { heard.text.withLock { $0 } }

  private static func accept(_ listener: borrowing Descriptor) throws -> Descriptor {
    var events = try Epoll(batch: 1)
    try events.add(listener.number, .readable)
    while true {
      if case .done(let number) = try listener.accept() { return Descriptor(adopting: number) }
      guard try events.wait(until: .now + .seconds(10)) > 0 else { throw Tired() }
    }
  }

  private struct Tired: Error {}

  private static func play(
    _ steps: [Step], to socket: consuming Descriptor, _ heard: Heard
  ) throws {
    var events = try Epoll(batch: 1)
    try events.add(socket.number, .readable)
    var here = ""
    for step in steps {
      switch step {
      case .send(let text):
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
          if case .done(let count) = try bytes.withUnsafeBytes({ try socket.send($0) }) {
            bytes = bytes.dropFirst(count)
          }
        }
      case .await(let text):
        while !here.contains(text) {
          guard let piece = try receive(socket, &events) else { return }
          here += piece
          heard.text.withLock { $0 += piece }
        }
      case .stay:
        while let piece = try receive(socket, &events) { heard.text.withLock { $0 += piece } }
      }
    }
    // Closing with bytes unread would reset the connection, and the peer could lose what was sent.
    try socket.finishSending()
    while try receive(socket, &events) != nil {}
  }

  private static func receive(
    _ socket: borrowing Descriptor, _ events: inout Epoll
  ) throws -> String? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      switch try buffer.withUnsafeMutableBytes({ try socket.receive(into: $0) }) {
      case .done(0): return nil
      case .done(let count): return String(decoding: buffer[..<count], as: UTF8.self)
      case .wouldBlock:
        guard try events.wait(until: .now + .seconds(10)) > 0 else { throw Tired() }
      }
    }
  }
}
