import AccountSession
import Cryptography
import HTTP
import JSON

/// `/v1/publish/objects/{sha256}`: uploads that can be resumed.
struct ObjectRoutes {
  /// A piece is at most 4 MiB, so that a body fits the server's memory many times over.
  static let pieceBytes = 4 << 20

  private static let rule = AccessRule(scope: .publish, roles: [.publisher, .operator])

  let publishing: PublishingDesk

  func all(gate: SessionGate) -> [Route] {
    [
      gate.route(.get, "/v1/publish/objects/{sha256}", Self.rule) { request, _ in
        show(request)
      },
      gate.route(
        .put, "/v1/publish/objects/{sha256}", Self.rule, bodyLimit: Self.pieceBytes,
        contentType: "application/octet-stream"
      ) { request, _ in receive(request) },
    ]
  }

  private func show(_ request: Request) -> Answer {
    guard let digest = digest(request) else { return .now(Self.noSuchObject.response) }
    do {
      guard let progress = try publishing.objects.progress(of: digest) else {
        return .now(Self.noSuchObject.response)
      }
      return .now(Self.response(.ok, progress))
    } catch {
      return .now(Problem.refusing(error).response)
    }
  }

  private func receive(_ request: Request) -> Answer {
    guard let digest = digest(request) else {
      return .now(
        Problem(
          .badRequest, "invalid-digest", "This is not a SHA-256 digest.",
          detail: "Name the object by 64 lower-case hexadecimal digits."
        ).response)
    }
    guard let range = request.header("Content-Range").flatMap(ContentRange.init) else {
      return .now(
        Problem(
          .badRequest, "invalid-range", "The request does not say which piece it brings.",
          detail: "Send Content-Range: bytes <first>-<last>/<total>."
        ).response)
    }
    let body = request.body
    guard range.count == Int64(body.count) else {
      return .now(
        Problem(
          .badRequest, "invalid-range", "The body is not as long as Content-Range says.",
          detail: "The range has \(range.count) bytes, the body \(body.count)."
        ).response)
    }
    guard range.total <= ObjectStore.longestObject else {
      return .now(
        Problem(
          .contentTooLarge, "object-too-large", "The object is too long.",
          detail: "An object has at most \(ObjectStore.longestObject) bytes."
        ).response)
    }
    return publishing.later(lane: ObjectStore.shard(of: digest)) { [publishing] completion in
      do throws(ObjectStoreError) {
        let reception = try publishing.receive(
          body, of: digest, at: range.first, total: range.total)
        completion.finish(Self.response(reception, total: range.total))
      } catch {
        completion.finish(Problem.refusing(error).response)
      }
    }
  }

  private func digest(_ request: Request) -> Digest? {
    request.parameter("sha256").flatMap { Digest(hex: $0) }
  }

  private static let noSuchObject = Problem(
    .notFound, "no-such-object", "Nothing of this object is here.")

  private static func response(_ status: Status, _ progress: ObjectStore.Progress) -> Response {
    .json(
      status,
      JSONValue.object([
        "received": .integer(progress.received), "length": .integer(progress.length),
        "complete": .bool(progress.isComplete),
      ]).encoded())
  }

  private static func response(_ reception: ObjectStore.Reception, total: Int64) -> Response {
    switch reception {
    case .received(let count):
      return response(
        .accepted, ObjectStore.Progress(received: count, length: total, isComplete: false))
    case .complete(let length):
      return response(
        .created, ObjectStore.Progress(received: length, length: length, isComplete: true))
    case .wrongOffset(let received):
      var problem = Problem(
        .conflict, "wrong-offset", "The piece does not start where the upload ends.",
        detail: "Go on at byte \(received).")
      problem.members = [("received", JSONValue.integer(received).encoded())]
      return problem.response
    case .wrongLength(let length):
      var problem = Problem(
        .conflict, "wrong-length", "The object is known with another length.",
        detail: "It has \(length) bytes.")
      problem.members = [("length", JSONValue.integer(length).encoded())]
      return problem.response
    case .wrongDigest:
      return Problem(
        .unprocessableContent, "digest-mismatch", "What arrived does not have this digest.",
        detail: "The upload was dropped; send the object again from its first byte."
      ).response
    case .tooMany:
      var problem = Problem(
        .serviceUnavailable, "too-many-uploads", "Too many uploads are under way.",
        detail: "At most \(ObjectStore.mostUploads) at once; finish some of them.")
      problem.headers = [("Retry-After", "60")]
      return problem.response
    }
  }
}
