import Cryptography
import Gateway
import GatewayAccess
import HTTP
import HTTPClient
import JSON
import Kernel
import SignedMetadata

/// What Ada's phone should run.
extension Tour {
  func updates() throws {
    let phone = try theCast().phone
    var manifest: ReleaseManifest?
    var file = ""
    try report.step("An update is offered, signed by the team and by the gateway") {
      let device = try update(for: phone)
      try insist(
        device.text("status") == "available", "the phone is \(device.text("status") ?? "?")")
      let release = try verified(
        phone.bytes(device.text("manifest").orDisappoint("no manifest")), as: ReleaseManifest.self)
      let offer = try device["offer"].orDisappoint("the update comes without an offer")
      let key = ContentKey(try theStage().gateway.offerKey)
      switch Offer.verify(offer.encoded(), key: key, release: release, now: SystemClock().now) {
      case .success: break
      case .failure(let refusal): throw Disappointment("the offer does not hold: \(refusal)")
      }
      manifest = release.document
      file = try device.text("file").orDisappoint("no file")
      return "\(release.document.product) \(release.document.version): "
        + "\(release.document.image.length / 1_024) KiB; both signatures hold and agree"
    }
    let release = try manifest.orDisappoint("no release")
    try report.step("The image arrives whole although the line breaks") {
      let path = scenery.path + "/image.part"
      let half = try breakOff(file, to: path, phone)
      var resumed = false
      let length = release.image.length
      try phone.line().connect().download(file, to: path, length: length) { _ in resumed = true }
      let image = try FileSystem.read(path, limit: Int(length))
      try insist(Digest.sha256(image) == release.image.sha256, "the image is not what was signed")
      try insist(resumed && half < length, "nothing was left to resume")
      return "broken off after \(half / 1_024) KiB, resumed by Range, digest right"
    }
    try report.step("The phone installs it, says so, and is up to date") {
      let device = try phone.device.orDisappoint("the phone is no device")
      try phone.post(
        "/v1/updates/reports",
        .object([
          "device": .string(device), "version": .string(release.version.description),
          "outcome": .string("installed"),
        ]))
      let status = try update(for: phone).text("status")
      try insist(status == "up_to_date", "the phone is \(status ?? "?")")
      return "\(device) runs \(release.version)"
    }
  }

  private func update(for phone: Phone) throws -> JSONObject {
    try phone.get("/v1/updates").objects("devices").first { $0.text("device") == phone.device }
      .orDisappoint("the phone is not among the devices")
  }

  /// Takes about half of a file and hangs up.
  private func breakOff(_ target: String, to path: String, _ phone: Phone) throws -> Int64 {
    var kept: [UInt8] = []
    _ = try phone.line().connect().exchange(ClientRequest(.get, target)) { _, piece in
      kept += piece
      return kept.count < 300_000
    }
    try FileSystem.replace(path, with: Array(kept.prefix(300_000)))
    return Int64(min(kept.count, 300_000))
  }
}
