package import Cryptography
import JSON

/// `{"signed": …, "signatures": [{"keyid", "sig"}, …]}`, as TUF writes it, parsed and not yet believed.
package struct SignedEnvelope: Sendable {
  /// As received.
  package let bytes: [UInt8]
  /// The document, unverified: read it by `verified(as:by:)`.
  let signed: JSONValue
  /// What the signatures are over.
  let canonical: [UInt8]
  let signatures: [Signature]

  struct Signature: Hashable, Sendable {
    let key: KeyID
    let bytes: [UInt8]
  }

  /// Parses `bytes` whole, or reports all that is wrong with their form: too long, not JSON, unknown members, fractions, no or too
  /// many signatures, two by one key.
  package static func parse(_ bytes: [UInt8]) -> Result<SignedEnvelope, Mistakes> {
    parseText(bytes).flatMap { value in
      parseObject(value, lines: nil) { object -> SignedEnvelope? in
        let signed = object.required("signed")
        let canonical = signed?.canonical()
        let signatures = object.required("signatures")?.signatures()
        guard let signed, let canonical, let signatures else { return nil }
        return SignedEnvelope(
          bytes: bytes, signed: signed.value, canonical: canonical, signatures: signatures)
      }
    }
  }

  /// The document, when enough of the role's keys have signed it. A signature of an unknown key counts for nothing and does no harm.
  package func verified<Document: ContentDocument>(
    as type: Document.Type, by trust: RoleTrust
  ) -> Result<Verified<Document>, DocumentRefusal> {
    let signers = signers(among: trust)
    guard signers.count >= trust.threshold else {
      return .failure(
        .untrusted(role: Document.role, signatures: signers.count, threshold: trust.threshold))
    }
    return Document.parse(signed)
      .map { Verified(document: $0, bytes: bytes, signers: signers) }
      .mapError { .mistaken($0) }
  }

  /// Keys of `trust` whose signatures are good; each at most once, as `parse` refuses a second signature by one key.
  func signers(among trust: RoleTrust) -> [KeyID] {
    signatures.compactMap { signature in
      guard let key = trust[signature.key],
        key.publicKey.isValid(signature.bytes, for: canonical)
      else { return nil }
      return key.id
    }
  }

  /// Signs `document` and writes the envelope, in one line of JSON.
  package static func sign(
    _ document: some SignedDocument, with keys: [Ed25519.PrivateKey]
  ) -> [UInt8] {
    let signed = document.signed
    guard let canonical = try? CanonicalJSON.encode(signed) else {
      preconditionFailure("a signed document holds integers only")
    }
    let signatures = keys.map { key in
      JSONValue.members([
        ("keyid", .string(ContentKey(key.publicKey).id.rawValue)),
        ("sig", .string(Hex.encode(key.sign(canonical)))),
      ])
    }
    return JSONValue.members([("signatures", .array(signatures)), ("signed", signed)]).encoded()
  }
}

extension Node {
  fileprivate func canonical() -> [UInt8]? {
    guard case .object = value else {
      _ = object()
      return nil
    }
    do {
      return try CanonicalJSON.encode(value)
    } catch {
      log.add(
        Mistake(
          path: path + error.path.dropFirst(), problem: "is not a whole number",
          remedy: "write an integer, or text"))
      return nil
    }
  }

  fileprivate func signatures() -> [SignedEnvelope.Signature]? {
    guard let nodes = elements(1...ContentLimits.signatures) else { return nil }
    var signatures: [SignedEnvelope.Signature] = []
    for node in nodes {
      guard let signature = node.signature() else { continue }
      if signatures.contains(where: { $0.key == signature.key }) {
        node.mistake("is a second signature by one key", "keep one of them")
        continue
      }
      signatures.append(signature)
    }
    return signatures.count == nodes.count ? signatures : nil
  }

  private func signature() -> SignedEnvelope.Signature? {
    guard var object = object() else { return nil }
    let key = object.required("keyid")?.hex(byteCount: 32)
    let bytes = object.required("sig")?.hex(byteCount: 64)
    object.refuseOthers()
    guard let key, let bytes else { return nil }
    return SignedEnvelope.Signature(key: KeyID(rawValue: Hex.encode(key)), bytes: bytes)
  }

  private func hex(byteCount: Int) -> [UInt8]? {
    guard case .string(let text) = value, text.utf8.count == 2 * byteCount,
      let bytes = Hex.decode(text)
    else {
      mistake("is not hexadecimal", "write \(2 * byteCount) lower-case hexadecimal digits")
      return nil
    }
    return bytes
  }
}
