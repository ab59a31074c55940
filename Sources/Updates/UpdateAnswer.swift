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
    let bare = body(withOffers: false).encoded()
    let decided = Digest.sha256(bare)
    let hasOffers = devices.contains { $0.offer != nil }
    return PreparedResponse(
      Response(
        .ok,
        headers: [
          ("Content-Type", "application/json"), ("Cache-Control", "private, no-cache"),
          ("Vary", "Authorization, Accept-Language"),
        ],
        body: hasOffers ? body(withOffers: true).encoded() : bare,
        etag: "W/\"\(decided.hex.prefix(32))\""))
  }

  private func body(withOffers: Bool) -> JSONValue {
    .members([
      ("devices", .array(devices.map { json($0, offer: withOffers ? $0.offer : nil) }))
    ])
  }

  private func json(_ device: Device, offer: JSONValue?) -> JSONValue {
    var members: [(name: String, value: JSONValue?)] = [
      ("device", .string(device.id.description)), ("product", .string(device.product)),
    ]
    switch device.decision {
    case .available(let release):
      let path = release.path
      members += [
        ("status", .string("available")),
        ("version", .string(release.version.description)),
        ("offer", offer),
        ("manifest", .string("\(path)/manifest")),
        ("file", .string("\(path)/image")),
        ("notes", .string(release.manifest.release.notes.best(for: languages).text)),
      ]
    case .upToDate(let withheld):
      members.append(("status", .string("up_to_date")))
      if let withheld, let remedy = withheld.entitlement.remedy {
        members.append(
          (
            "withheld",
            .members([
              ("version", .string(withheld.version.description)),
              ("reason", .string("entitlement-required")),
              ("any_of", .array(remedy.missing.map { .string($0) })),
              ("how", .string(remedy.advice)),
            ])
          ))
      }
    case .unsupported(let reason):
      members += [
        ("status", .string("unsupported")), ("reason", .string(reason.rawValue)),
      ]
    }
    return .members(members)
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
