import AccountSession
import Gateway
import GatewayAccess
import HTTP
import HTTPClient
import JSON
import SignedMetadata

/// A gateway, its people, and what the content team brings.
extension Tour {
  func opening() throws {
    try report.step("A gateway starts on an empty data directory") {
      let stage = try Stage(scenery, isLively: false)
      self.stage = stage
      return "\(stage.url) with TLS, a band and two scales on a simulated radio"
    }
    try report.step("The first operator and a publisher are made") {
      let accounts = try theStage().gateway.accounts
      _ = try accounts.createAccount(
        identifier: "olga@example.org", password: operatorPassword, roles: [.owner, .operator],
        language: nil)
      let olga = try theStage().phone("operator's desk")
      try olga.signIn(
        "olga@example.org", operatorPassword, isPhone: false, scope: ["account", "operate"])
      try olga.post(
        "/v1/operator/accounts",
        .object([
          "identifier": .string(ContentTeam.identifier), "password": .string(team.password),
          "roles": .array([.string("owner"), .string("publisher")]),
        ]))
      people = Cast(keeper: olga, phone: try theStage().phone("ada's phone"))
      return "Olga in the data directory; Pia by Olga, over the API"
    }
    try report.step("The content team makes its key, and the operator trusts it") {
      let proposal = try team.makeKey()
      try theCast().keeper.post("/v1/publish/keys", .object(proposal))
      let hex = try proposal.text("public").orDisappoint("the key has no public half")
      trusted = try ContentKey(hex: hex).orDisappoint("the key cannot be read")
      try team.signIn(to: theStage())
      return "Ed25519 \(hex.prefix(16))…: its private half stays on Pia's machine, encrypted"
    }
    try publish(
      "theme", content.catalog, "Every theme in Catalog/ is checked, signed and published")
    try publish(
      "firmware", content.firmware, "Every release in Firmware/ is checked, signed and published")
    try report.step("Ada registers with a code, on her phone") {
      let phone = try theCast().phone
      try phone.register(ada, password, codeIn: Outbox(path: scenery.outbox))
      let account = try phone.get("/v1/account")
      let names = account.texts("identifiers").joined(separator: ", ")
      return "signed in as \(names), on \(phone.device ?? "no device")"
    }
  }

  private func publish(_ kind: String, _ folder: String, _ title: String) throws {
    try report.step(title) {
      let answer = try team.object([kind, "publish", folder])
      let published = answer.objects("published")
      try insist(published.count > 1, "only \(published.count) were published")
      let names = published.map { object in
        "\(object.text("id") ?? object.text("product") ?? "?") \(object.text("version") ?? "?")"
      }
      return names.split(every: 5).map { $0.joined(separator: ", ") }.joined(separator: "\n")
    }
  }
}

extension Array {
  fileprivate func split(every count: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
  }
}
