import BluetoothHost
import GatewayAccess
import HTTP
import HTTPClient
import JSON
import Kernel
import SimulatedRadio

/// One phone is lost.
extension Tour {
  func revocation() throws {
    var link = ""
    try report.step("A second phone of Ada's reads notices, downloads a theme and links a scale") {
      let phone = try theStage().phone("ada's old phone")
      try phone.signIn(ada, password)
      let opened = try phone.post(
        "/v1/accessories/links",
        .object([
          "kind": .string("scale"),
          "address": .string(AccessoryDesign.miScale.address.description),
        ]))
      link = "/v1/accessories/links/\(opened.text("link") ?? "")"
      let lost = try LostPhone(phone, file: paidFile)
      try lost.settle()
      lostPhone = lost
      return "all three under way, on \(phone.device ?? "no device")"
    }
    try report.step("It is lost. Ada revokes it, and every door is shut") {
      let (ada, lost) = (try theCast().phone, try lostPhone.orDisappoint("no phone is lost"))
      let device = try lost.phone.device.orDisappoint("the phone is no device")
      let began = MonotonicTime.now
      let status = try ada.status(.delete, "/v1/devices/\(device)")
      try insist(status == 204, "revoking answered \(status)")
      let answered = MonotonicTime.now
      let refused = try doors(of: lost.phone).map { door, status in
        try insist(status == 401, "\(door) still answers \(status)")
        return door
      }
      let notices = try lost.streamEnd()
      let closed = MonotonicTime.now
      let download = try lost.downloadEnd()
      try insist(
        download.received < download.length,
        "the download went on to its end: \(download.received) bytes")
      try insist(try linkIsOver(link, ada), "the half-made link goes on")
      return """
        revoked in \(trimmed(answered - began)); after that answer, 401 from each of:
        \(refused.joined(separator: ", "))
        the open notice stream was closed (after \(notices) notices), \(trimmed(closed - answered)) later at most
        the download was cut at \(download.received / 1_024) of \(download.length / 1_024) KiB
        the half-made link was ended; nothing was linked
        """
    }
    try report.step("Ada's own phone has noticed nothing, but for one notice") {
      let phone = try theCast().phone
      try insist(try phone.status(.get, paidFile) == 200, "her own phone is shut out as well")
      let kinds = try phone.get("/v1/notices").objects("notices").compactMap { $0.text("kind") }
      try insist(kinds.contains("device.removed"), "nobody told her: \(kinds)")
      return "200 for the same file; the notice says device.removed"
    }
  }

  /// Everything that the lost phone could ask for, and what it is answered.
  private func doors(of phone: Phone) throws -> [(door: String, status: UInt16)] {
    [
      ("theme file", try phone.status(.get, paidFile)),
      ("catalog", try phone.status(.get, "/v1/themes")),
      ("update check", try phone.status(.get, "/v1/updates")),
      ("notice stream", try phone.status(.get, "/v1/notices/stream")),
      (
        "accessory link",
        try phone.status(.post, "/v1/accessories/links", .object(["kind": .string("band")]))
      ),
      ("measurements", try phone.status(.get, "/v1/measurements?kind=weight")),
      (
        "fresh tokens",
        try phone.status(
          .post, "/v1/sessions/refresh",
          .object(["refresh_token": .string(phone.refresh)]))
      ),
    ]
  }

  private func linkIsOver(_ path: String, _ ada: Phone) throws -> Bool {
    let state = try until("the half-made link goes on", within: .seconds(5)) { () -> String? in
      let state = try ada.get(path).text("state")
      return ["refused", "cancelled", "expired", "linked"].contains(state) ? state : nil
    }
    return state != "linked"
  }

  private func trimmed(_ duration: Duration) -> String {
    String(duration.shown.drop { $0 == " " })
  }
}
