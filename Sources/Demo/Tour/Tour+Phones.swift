import AccountSession
import Cryptography
import Gateway
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// Phones that are locked, reset, lost and sold, and an account that is recovered.
extension Tour {
  func phones() throws {
    try resetting()
    try losing()
    try selling()
    try recovering()
  }

  private func resetting() throws {
    let phone = try theCast().phone
    try report.step("Ada locks her phone to her account, by an approval of just that") {
      let path = "/v1/devices/\(try device(of: phone))/lock"
      let key = P256.PrivateKey()
      let proof = try self.proof(
        by: key, for: "phone-bind", try device(of: phone), account(of: phone))
      try insist(
        try phone.status(.put, path, .object(proof)) == 403, "it was locked without an approval")
      let words = try phone.approve("phone.lock", on: try device(of: phone), password)
      let lock = try phone.object(ClientRequest(.put, path, json: .object(proof)))
      try insist(
        try phone.status(.put, path, .object(proof)) == 403, "one approval opened twice")
      return "“\(words)” Approved, and spent: it is \(lock.text("state") ?? "?")"
    }
    try report.step("A permit lets it be erased; it is checked without a network") {
      let nonce = try PermitNonce(typed: "7gk2 m0qa 9xr4").orDisappoint("no nonce")
      let device = try device(of: phone)
      try phone.approve("phone.erase", on: device, password)
      let answer = try phone.post(
        "/v1/devices/\(device)/erase",
        .object(["nonce": .string(nonce.text), "way": .string("offline")]))
      let permit = try answer.text("permit").flatMap { Hex.decode($0) }.orDisappoint("no permit")
      var verifier = PermitVerifier(
        keys: [try theStage().gateway.accounts.lockKey],
        device: try DeviceID(device).orDisappoint("no device"), version: 1, showing: nonce)
      let action = try verifier.use(permit, at: .now)
      try insist(action == .eraseAndKeepLock, "the permit lets it \(action)")
      try insist((try? verifier.use(permit, at: .now)) == nil, "the permit was taken twice")
      return
        "\(permit.count) bytes, typed as \(answer.text("typed")?.prefix(20) ?? "?")…; taken once, and it stays hers"
    }
  }

  private func losing() throws {
    let phone = try theCast().phone
    try report.step("It is lost: her words on its screen, and a way to write to her") {
      let path = "/v1/devices/\(try device(of: phone))/lost"
      let refused = try phone.status(
        .put, path, .object(["message": .string("Call +46 70 123 45 67")]))
      try insist(refused == 422, "her number would be on its screen")
      let lost = try phone.object(
        ClientRequest(.put, path, json: .object(["message": .string("Please bring me home")])))
      let relay = try lost.text("relay").orDisappoint("there is nowhere to write to")
      _ = try phone.status(
        .post, "/v1/found/\(relay)", .object(["message": .string("It lies at the library")]))
      let found = try phone.get("/v1/notices").objects("notices")
        .first { $0.text("kind") == "phone.found" }
      try insist(found != nil, "nobody told her")
      try insist(try phone.status(.delete, path) == 403, "lost mode ended without an approval")
      try phone.approve("phone.find", on: try device(of: phone), password)
      let lock = try phone.object(ClientRequest(.delete, path))
      return "through \(relay); ended by an approval, it is \(lock.text("state") ?? "?")"
    }
  }

  private func selling() throws {
    try report.step("She sells another phone to Bo: one code, one step, and it is his") {
      let spare = try theStage().phone("ada's spare phone")
      try spare.signIn(ada, password)
      let device = try device(of: spare)
      let key = try lock(spare, password)
      try spare.approve("phone.transfer", on: device, password)
      let offer = try spare.post("/v1/devices/\(device)/transfer", .object([:]))
      let code = try offer.text("code").orDisappoint("no code")
      let bo = try theStage().phone("bo's desk")
      try bo.register("bo@example.org", password, codeIn: Outbox(path: scenery.outbox))
      var acceptance = try proof(
        by: key, for: "phone-transfer", Digest.sha256(Array(code.utf8)).hex, account(of: bo))
      acceptance["code"] = .string(code)
      acceptance["device"] = spare.registration
      let bought = try bo.post("/v1/transfers", .object(acceptance))
      try insist(try spare.status(.get, "/v1/account") == 401, "Ada is still signed in on it")
      return "\(device) was hers, \(bought.text("device") ?? "?") is his; her session on it is over"
    }
  }

  /// Pia, who has had no message yet: an address gets one in a minute.
  private func recovering() throws {
    try report.step("Pia has forgotten her password, and recovers by a code") {
      let phone = try theStage().phone("pia's phone")
      try phone.signIn(ContentTeam.identifier, team.password)
      let device = try device(of: phone)
      _ = try lock(phone, team.password)
      let begun = try phone.post(
        "/v1/account/recoveries", .object(["identifier": .string(ContentTeam.identifier)]))
      let outbox = Outbox(path: scenery.outbox)
      let code = try outbox.code(for: ContentTeam.identifier, purpose: "recovery-code")
      let new = GeneratedPassword.make()
      let recovered = try phone.post(
        "/v1/account/recoveries/confirm",
        .object([
          "recovery": .string(begun.text("recovery") ?? ""), "code": .string(code),
          "password": .string(new),
        ]))
      try insist(try phone.status(.get, "/v1/account") == 401, "her sessions went on")
      try phone.signIn(ContentTeam.identifier, new)
      try phone.approve("phone.release", on: device, new)
      let release = try phone.ask(
        .post, "/v1/devices/\(device)/release",
        .object(["nonce": .string("000000000000"), "way": .string("online")]))
      try insist(release.status == .forbidden, "whoever took her mailbox could take her phone")
      let until = recovered.text("held_until") ?? "?"
      return "her sessions ended; until \(until) her phone cannot be released"
    }
  }

  /// Locks a phone to the account that is signed in on it, with a key that it makes.
  private func lock(_ phone: Phone, _ password: String) throws -> P256.PrivateKey {
    let (device, key) = (try device(of: phone), P256.PrivateKey())
    try phone.approve("phone.lock", on: device, password)
    let proof = try proof(by: key, for: "phone-bind", device, account(of: phone))
    _ = try phone.object(
      ClientRequest(.put, "/v1/devices/\(device)/lock", json: .object(proof)))
    return key
  }

  private func device(of phone: Phone) throws -> String {
    try phone.device.orDisappoint("the phone is no device")
  }

  private func account(of phone: Phone) throws -> String {
    try phone.get("/v1/account").text("account").orDisappoint("no account")
  }

  /// What a phone signs with the key in its hardware.
  private func proof(
    by key: P256.PrivateKey, for purpose: String, _ parts: String...
  ) throws -> JSONObject {
    let message = Array((["lanyard.\(purpose)"] + parts).joined(separator: "\n").utf8)
    return [
      "key": .string(Hex.encode(key.publicKey.bytes)),
      "proof": .string(Hex.encode(key.sign(message))),
    ]
  }
}
