import Commands
import Cryptography
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// Brings one file to the gateway in pieces, and goes on where an earlier try ended.
struct ObjectUpload {
  /// What the gateway takes at once.
  private static let pieceBytes: Int64 = 4 << 20
  /// How often the gateway may say that it stands elsewhere before this gives up: somebody else is uploading the same.
  private static let mostTurns = 8

  let gateway: GatewaySession
  let digest: Digest
  let length: Int64
  /// On this machine.
  let path: String

  /// - Parameter progress: told how many bytes of the file the gateway has, or is being sent.
  /// - Returns: how many bytes were sent and taken: less than the file has when an earlier try had brought some.
  func run(progress: (Int64) -> Void) throws -> Int64 {
    var at = try received()
    var (turns, sent) = (0, Int64(0))
    while let start = at, start < length || (start == 0 && length == 0) {
      progress(start)
      switch try send(from: start, progress) {
      case .received(let count):
        sent += count - start
        at = count
      case .complete:
        sent += length - start
        at = nil
      case .elsewhere(let count):
        turns += 1
        guard turns <= Self.mostTurns else {
          throw Failure(.conflict, "somebody else is uploading \(path)", hint: "Try again later.")
        }
        at = count
      }
    }
    progress(length)
    return sent
  }

  private enum Outcome {
    case received(Int64)
    case complete
    case elsewhere(Int64)
  }

  private var target: String { "/v1/publish/objects/\(digest.hex)" }

  /// How much is there; nil when all of it is.
  private func received() throws -> Int64? {
    let answer = try gateway.send(ClientRequest(.get, target))
    if answer.status == .notFound { return 0 }
    guard case .object(let object)? = try answer.orRefused().json,
      case .integer(let received)? = object["received"]
    else { throw HTTPClientError.malformed(gateway.stored.gateway) }
    return object["complete"] == .bool(true) ? nil : received
  }

  private func send(from start: Int64, _ progress: (Int64) -> Void) throws -> Outcome {
    let range = start..<min(start + Self.pieceBytes, length)
    let request = ClientRequest(
      .put, target,
      headers: [("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)")],
      body: .file(path: path, range: range, type: "application/octet-stream"))
    let answer = try gateway.send(request) { progress(start + $0) }
    if answer.status == .created { return .complete }
    if answer.status == .conflict {
      let problem = RemoteProblem(answer)
      if case .integer(let received)? = problem.members["received"] { return .elsewhere(received) }
    }
    guard case .object(let object)? = try answer.orRefused().json,
      case .integer(let received)? = object["received"], received > start
    else { throw HTTPClientError.malformed(gateway.stored.gateway) }
    return .received(received)
  }
}
