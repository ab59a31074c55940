import Cryptography
import JSON

extension ReleaseDescription {
  /// The members that a source and a manifest share, read from either; nil when something was reported.
  static func read(_ object: inout ObjectReader) -> ReleaseDescription? {
    let product = object.required("product")?.name()
    let kind = object.required("kind")?.choice(ProductKind.self)
    let version = object.required("version")?.version()
    let counter = object.required("counter")?.integer(in: 1...Int64(UInt32.max))
    let channel = object.required("channel")?.choice(ReleaseChannel.self)
    let fromNode = object.optional("from")
    let from = fromNode?.versionRange()
    let hardware = object.required("hardware")?.names(1...ContentLimits.hardware)
    let notes = object.required("notes")?
      .localizedText(most: ContentLimits.notesBytes, lines: true)
    let entitlement = object.required("entitlement")?.entitlement()
    let percent = object.required("rollout_percent")?.integer(in: 0...100)
    guard let product, let kind, let version, let counter, let channel, let hardware, let notes,
      let entitlement, let percent, (from == nil) == (fromNode == nil)
    else { return nil }
    return ReleaseDescription(
      product: product, kind: kind, version: version, counter: counter, channel: channel,
      from: from, hardware: hardware, notes: notes, entitlement: entitlement,
      rolloutPercent: Int(percent))
  }

  var members: [(name: String, value: JSONValue?)] {
    [
      ("product", .string(product.rawValue)),
      ("kind", .string(kind.rawValue)),
      ("version", .string(version.description)),
      ("counter", .integer(counter)),
      ("channel", .string(channel.rawValue)),
      ("from", from?.json),
      ("hardware", .array(hardware.map { .string($0.rawValue) })),
      ("notes", notes.json),
      ("entitlement", entitlement.json),
      ("rollout_percent", .integer(Int64(rolloutPercent))),
    ]
  }
}

extension ReleaseImage {
  var json: JSONValue {
    .members([("sha256", .string(sha256.hex)), ("length", .integer(length))])
  }
}

extension Node {
  func releaseImage() -> ReleaseImage? {
    guard var object = object() else { return nil }
    let sha256 = object.required("sha256")?.digest()
    let length = object.required("length")?.integer(in: 1...ContentLimits.imageBytes)
    object.refuseOthers()
    guard let sha256, let length else { return nil }
    return ReleaseImage(sha256: sha256, length: length)
  }
}
