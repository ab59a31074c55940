import Commands
import Cryptography
import GatewayAccess
import HTTP
import HTTPClient
import JSON
import SignedMetadata

/// Signs a source and publishes it: the document first, then what the gateway says it misses, then the document again.
///
/// Most files of a new version are there already, so asking for each would be the longer way.
struct Delivery {
  let gateway: GatewaySession
  let key: Ed25519.PrivateKey
  let terminal: Terminal

  enum Outcome {
    /// What the gateway answered, and how many bytes had to be sent.
    case published(JSONObject, uploaded: Int64)
    /// This version was published before.
    case known
  }

  func publish(_ source: CheckedSource) throws -> Outcome {
    switch source {
    case .theme(let manifest, let folder):
      try publish(manifest, of: folder, at: "/v1/publish/themes", title: source.title)
    case .release(let manifest, let folder):
      try publish(manifest, of: folder, at: "/v1/publish/releases", title: source.title)
    }
  }

  private func publish(
    _ document: some ContentDocument, of folder: SourceFolder, at target: String, title: String
  ) throws -> Outcome {
    let envelope = SignedEnvelope.sign(document, with: [key])
    let request = ClientRequest(.post, target, body: .bytes(envelope, type: "application/json"))
    var uploaded: Int64 = 0
    var answer = try gateway.send(request)
    if answer.status == .conflict, let missing = Delivery.missing(RemoteProblem(answer)) {
      uploaded = try upload(missing, of: document, in: folder, title: title)
      answer = try gateway.send(request)
    }
    if answer.status == .conflict, RemoteProblem(answer).slug == "version-exists" { return .known }
    guard case .object(let object)? = try answer.orRefused().json else {
      throw HTTPClientError.malformed(gateway.stored.gateway)
    }
    return .published(object, uploaded: uploaded)
  }

  /// Nil when the refusal is about something else.
  private static func missing(_ problem: RemoteProblem) -> Set<Digest>? {
    guard problem.slug == "missing-objects" else { return nil }
    return Set(problem.members.texts("missing").compactMap(Digest.init(hex:)))
  }

  private func upload(
    _ missing: Set<Digest>, of document: some ContentDocument, in folder: SourceFolder,
    title: String
  ) throws -> Int64 {
    let objects = document.objects.filter { missing.contains($0.sha256) }
    let total = objects.reduce(0) { $0 + $1.length }
    var bar = ProgressBar(title, total: UInt64(total), on: terminal)
    var (done, sent) = (Int64(0), Int64(0))
    for object in objects {
      guard let file = folder.measures.first(where: { $0.value.sha256 == object.sha256 })?.key
      else { preconditionFailure("a manifest names only what was measured") }
      let upload = ObjectUpload(
        gateway: gateway, digest: object.sha256, length: object.length,
        path: folder.location(of: file))
      sent += try upload.run { bar.advance(to: UInt64(done + $0)) }
      done += object.length
    }
    bar.finish()
    return sent
  }
}
