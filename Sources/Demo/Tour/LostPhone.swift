import HTTP
import HTTPClient
import JSON
import Kernel
import Synchronization

/// A phone in a stranger's hands, in the middle of everything: it reads a notice stream, and is in the middle of a file.
final class LostPhone {
  let phone: Phone
  private let stream: Errand<Int>
  private let download: Errand<Download>
  private let streamIsOpen: Latch
  private let downloadIsOpen: Latch
  private let goOn: Latch

  struct Download: Sendable {
    let received: Int
    let length: Int
  }

  /// - Parameter file: large enough that it does not fit what lies between a slow phone and the gateway.
  init(_ phone: Phone, file: String) throws {
    self.phone = phone
    let (streamIsOpen, downloadIsOpen, goOn) = (
      try Latch(), try Latch(), try Latch()
    )
    let line = phone.line()
    stream = try Errand("stream") { try Self.read(line, opened: streamIsOpen) }
    let slowLine = phone.line(window: 8_192)
    download = try Errand("download") {
      try Self.take(file, over: slowLine, opened: downloadIsOpen, goingOn: goOn)
    }
    (self.streamIsOpen, self.downloadIsOpen, self.goOn) = (streamIsOpen, downloadIsOpen, goOn)
  }

  /// Returns when both are under way.
  func settle() throws {
    try insist(streamIsOpen.wait(until: .now + .seconds(10)), "the notice stream did not open")
    try insist(downloadIsOpen.wait(until: .now + .seconds(10)), "the download did not begin")
  }

  /// How many notices came before the stream was closed.
  func streamEnd() throws -> Int {
    try stream.result(within: .seconds(5)).orDisappoint("the notice stream is still open")
  }

  /// Reads on with what has arrived, until the gateway has hung up.
  func downloadEnd() throws -> Download {
    goOn.open()
    return try download.result(within: .seconds(5)).orDisappoint("the download still goes on")
  }

  private static func read(_ line: Phone.Line, opened: Latch) throws -> Int {
    var count = 0
    do throws(HTTPClientError) {
      try line.connect().events("/v1/notices/stream", patience: .seconds(30)) { _ in
        count += 1
        opened.open()
        return true
      }
    } catch {
      // Closed in the middle of the stream, which is what it is for.
      guard case .cutShort = error else { throw error }
    }
    return count
  }

  private static func take(
    _ file: String, over line: Phone.Line, opened: Latch, goingOn: Latch
  ) throws -> Download {
    var (received, length) = (0, 0)
    do throws(HTTPClientError) {
      _ = try line.connect().exchange(ClientRequest(.get, file)) {
        (head, piece) throws(HTTPClientError) in
        guard head.status == .ok else { return false }
        length = head["content-length"].flatMap { Int($0) } ?? 0
        received += piece.count
        opened.open()
        // A slow phone: it reads no further until it is told.
        goingOn.wait(until: .now + .seconds(10))
        return true
      }
    } catch {
      guard case .cutShort = error else { throw error }
    }
    return Download(received: received, length: length)
  }
}
