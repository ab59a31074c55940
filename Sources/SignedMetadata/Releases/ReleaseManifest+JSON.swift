package import JSON

extension ReleaseManifest: ContentDocument {
  package static let type = "release"
  package static let role = ContentRole.firmware
  package var objects: [ObjectReference] {
    [ObjectReference(sha256: image.sha256, length: image.length)]
  }

  package static func parse(_ signed: JSONValue) -> Result<ReleaseManifest, Mistakes> {
    parseDocument(signed) { object -> ReleaseManifest? in
      let release = ReleaseDescription.read(&object)
      let created = object.required("created")?.timestamp()
      let image = object.required("image")?.releaseImage()
      guard let release, let created, let image else { return nil }
      return ReleaseManifest(release: release, image: image, created: created)
    }
  }

  package var signed: JSONValue {
    .members(
      documentHead(of: Self.self, created: created) + release.members + [("image", image.json)])
  }
}

extension Offer: SignedDocument {
  package static let type = "offer"

  package static func parse(_ signed: JSONValue) -> Result<Offer, Mistakes> {
    parseDocument(signed) { object -> Offer? in
      let product = object.required("product")?.name()
      let hardware = object.required("hardware")?.names(1...ContentLimits.hardware)
      let version = object.required("version")?.version()
      let counter = object.required("counter")?.integer(in: 1...Int64(UInt32.max))
      let image = object.required("image")?.releaseImage()
      let issued = object.required("issued")?.timestamp()
      let expiry = object.required("expires")
      let expires = expiry?.timestamp()
      guard let product, let hardware, let version, let counter, let image, let issued,
        let expiry, let expires
      else { return nil }
      if expires <= issued || issued + longestLife < expires {
        expiry.mistake("is not within 30 days after \"issued\"", "offer it anew")
      }
      return Offer(
        product: product, hardware: hardware, version: version, counter: counter, image: image,
        issued: issued, expires: expires)
    }
  }

  package var signed: JSONValue {
    .members(
      documentHead(of: Self.self, created: nil) + [
        ("product", .string(product.rawValue)),
        ("hardware", .array(hardware.map { .string($0.rawValue) })),
        ("version", .string(version.description)),
        ("counter", .integer(counter)),
        ("image", image.json),
        ("issued", .string(issued.description)),
        ("expires", .string(expires.description)),
      ])
  }
}
