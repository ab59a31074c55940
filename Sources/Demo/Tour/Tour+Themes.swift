import Cryptography
import GatewayAccess
import HTTP
import HTTPClient
import JSON
import SignedMetadata

/// What the account may have of the catalog.
extension Tour {
  func themes() throws {
    let phone = try theCast().phone
    try report.step("The catalog speaks Ada's language") {
      let english = try titles(language: "en", phone)
      let swedish = try titles(language: "sv-SE,sv;q=0.9", phone)
      try insist(english.count == swedish.count, "the two catalogs differ in length")
      let pairs = english.filter { swedish[$0.key] != nil && swedish[$0.key] != $0.value }
      try insist(!pairs.isEmpty, "nothing is translated")
      let shown = pairs.sorted { $0.key < $1.key }.prefix(3)
        .map { "\($0.value) / \(swedish[$0.key] ?? "")" }
      return "\(english.count) themes: \(shown.joined(separator: ", "))"
    }
    let paid = "drift"
    try report.step("A theme that Ada does not hold is refused") {
      let manifest = try manifest(of: paid, phone)
      let file = try manifest.files.filter { !$0.isPreview }.max { $0.length < $1.length }
        .orDisappoint("the theme has no files")
      paidFile = "/v1/themes/\(paid)/files/\(file.sha256.hex)"
      let answer = try phone.ask(.get, paidFile)
      let problem = RemoteProblem(answer)
      try insist(answer.status == .forbidden, "answered \(answer.status.rawValue), not 403")
      try insist(problem.slug == "entitlement-required", "the problem is '\(problem.slug)'")
      let names = problem.members.texts("any_of")
      try insist(names == ["plan:plus"], "the answer does not name the right")
      return "403 entitlement-required, any of: \(names.joined(separator: ", "))"
    }
    try report.step("The plan is granted, and the theme is Ada's at once") {
      let account = try phone.get("/v1/account").text("account").orDisappoint("no account")
      try theCast().keeper.post(
        "/v1/operator/accounts/\(account)/entitlements",
        .object(["name": .string("plan:plus"), "source": .string("demo")]))
      let length = try phone.bytes(paidFile).count
      return "the same request, 200 and \(length) bytes"
    }
    try report.step("Every file of the theme has the digest that the team signed") {
      let manifest = try manifest(of: paid, phone)
      for file in manifest.files {
        let kind = file.isPreview ? "previews" : "files"
        let bytes = try phone.bytes("/v1/themes/\(paid)/\(kind)/\(file.sha256.hex)")
        try insist(
          Digest.sha256(bytes) == file.sha256 && Int64(bytes.count) == file.length,
          "\(file.path) is not what was signed")
      }
      return "\(manifest.files.count) files, \(manifest.length / 1_024) KiB, SHA-256 under Ed25519"
    }
  }

  /// Verified as a phone does it, by the team's key and nobody else's.
  private func manifest(of theme: String, _ phone: Phone) throws -> ThemeManifest {
    try verified(phone.bytes("/v1/themes/\(theme)/manifest"), as: ThemeManifest.self).document
  }

  func verified<Document: ContentDocument>(
    _ bytes: [UInt8], as type: Document.Type
  ) throws -> Verified<Document> {
    let key = try trusted.orDisappoint("there is no key to verify with")
    let result = SignedEnvelope.parse(bytes)
      .mapError { DocumentRefusal.malformed($0) }
      .flatMap { $0.verified(as: type, by: RoleTrust(keys: [key])) }
    switch result {
    case .success(let verified): return verified
    case .failure(let refusal): throw Disappointment("the signature does not hold: \(refusal)")
    }
  }

  private func titles(language: String, _ phone: Phone) throws -> [String: String] {
    var titles: [String: String] = [:]
    var target: String? = "/v1/themes?limit=4"
    // Page by page, as a phone scrolls.
    while let next = target {
      let page = try phone.get(next, language: language)
      for theme in page.objects("themes") {
        titles[theme.text("id") ?? ""] = theme.text("title")
      }
      target = page.text("next").map { "/v1/themes?limit=4&cursor=\(ClientRequest.escaped($0))" }
    }
    return titles
  }
}
