import AccountSession
import Cryptography
import HTTP
import JSON
import Publishing
import SignedMetadata

/// What `GET /v1/updates` says to one session.
struct UpdateAnswer {
  struct Device {
    let id: DeviceID
    let product: String
    let decision: UpdateDecision
    /// The signed envelope; with `.available` only.
    let offer: JSONValue?
  }

  let devices: [Device]
  let languages: [LanguageTag]
  /// When it must be made anew although nothing was published: an offer is to be refreshed, or a right ends. Nil: never.
  let validUntil: Timestamp?

  /// The tag is made of what was decided, not of when offers were signed: it is weak (RFC 9110 section 8.8.1), because two
  /// answers with one tag may carry offers of different minutes, which mean the same.
  func prepared() -> PreparedResponse {
    let bare = body(withOffers: false)
    let decided = Digest.sha256(bare)
    let hasOffers = devices.contains { $0.offer != nil }
    return PreparedResponse(
      Response(
        .ok,
        headers: [
          ("Content-Type", "application/json"), ("Cache-Control", "private, no-cache"),
          ("Vary", "Authorization, Accept-Language"),
        ],
        body: hasOffers ? body(withOffers: true) : bare,
        etag: "W/\"\(decided.hex.prefix(32))\""))
  }

  private func body(withOffers: Bool) -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("devices") {
        $0.array { list in
          for device in devices {
            list.object { write(device, offer: withOffers ? device.offer : nil, to: &$0) }
          }
        }
      }
    }
    return writer.bytes
  }

  private func write(_ device: Device, offer: JSONValue?, to body: inout JSONWriter) {
    body.member("device", device.id.description)
    body.member("product", device.product)
    switch device.decision {
    case .available(let release):
      let path = release.path
      body.member("status", "available")
      body.member("version", release.version.description)
      if let offer { body.member("offer", offer) }
      body.member("manifest", "\(path)/manifest")
      body.member("file", "\(path)/image")
      body.member("notes", release.manifest.release.notes.best(for: languages).text)
    case .upToDate(let withheld):
      body.member("status", "up_to_date")
      if let withheld, let remedy = withheld.entitlement.remedy {
        body.member("withheld") {
          $0.object {
            $0.member("version", withheld.version.description)
            $0.member("reason", "entitlement-required")
            $0.member("any_of", .array(remedy.missing.map { .string($0) }))
            $0.member("how", remedy.advice)
          }
        }
      }
    case .unsupported(let reason):
      body.member("status", "unsupported")
      body.member("reason", reason.rawValue)
    }
  }
}

extension ShelvedRelease {
  /// Where its documents are. Product and name need no escaping: neither can hold a character that does.
  var path: String { "/v1/releases/\(product)/\(version.name)" }
}

/// The answer that a session was last given: a device asks the same question for weeks. Belongs to the session's loop.
final class KeptAnswer {
  let response: PreparedResponse
  private let generation: UInt64
  private let validUntil: Timestamp?
  private let languageField: [UInt8]

  init(
    response: PreparedResponse, generation: UInt64, validUntil: Timestamp?, languageField: [UInt8]
  ) {
    self.response = response
    self.generation = generation
    self.validUntil = validUntil
    self.languageField = languageField
  }

  /// Nothing has changed that the answer depends on. A change of the account gives the caller another session.
  func holds(generation: UInt64, for request: Request, now: Timestamp) -> Bool {
    self.generation == generation && validUntil.map { now < $0 } ?? true
      && request.withHeader("accept-language") { [languageField] in
        $0.map { $0.elementsEqual(languageField) } ?? languageField.isEmpty
      }
  }

  static func languageField(of request: Request) -> [UInt8] {
    request.withHeader("accept-language") { $0.map { Array($0) } ?? [] }
  }
}
