import Cryptography
import JSON
import Testing

@testable import SignedMetadata

@Suite("A signed envelope")
struct SignedEnvelopeTests {
  private func verify(
    _ bytes: [UInt8], by trust: RoleTrust
  ) throws -> Result<Verified<ThemeManifest>, DocumentRefusal> {
    try SignedEnvelope.parse(bytes).get().verified(as: ThemeManifest.self, by: trust)
  }

  private func signedTheme(by keys: Ed25519.PrivateKey...) throws -> [UInt8] {
    SignedEnvelope.sign(try Samples.theme(), with: keys)
  }

  private func refusal<T>(_ result: Result<T, DocumentRefusal>) -> DocumentRefusal? {
    if case .failure(let refusal) = result { refusal } else { nil }
  }

  @Test("gives the document back as it was signed, with its exact bytes")
  func roundTrip() throws {
    let bytes = try signedTheme(by: Samples.key)
    let verified = try verify(bytes, by: Samples.trust(Samples.key)).get()
    #expect(verified.document == (try Samples.theme()))
    #expect(verified.bytes == bytes)
    #expect(verified.signers == [ContentKey(Samples.key.publicKey).id])
  }

  @Test("carries a release likewise")
  func release() throws {
    let release = try Samples.release()
    let bytes = SignedEnvelope.sign(release, with: [Samples.key])
    let verified = try SignedEnvelope.parse(bytes).get()
      .verified(as: ReleaseManifest.self, by: Samples.trust(Samples.key)).get()
    #expect(verified.document == release)
  }

  @Test(
    "is good whatever its white space and order of members: the signature is over canonical JSON")
  func whiteSpace() throws {
    let compact = String(decoding: try signedTheme(by: Samples.key), as: UTF8.self)
    let spaced = compact.replacing("\"signed\":", with: "\n  \"signed\"  :\t")
    #expect(
      try verify(Array(spaced.utf8), by: Samples.trust(Samples.key)).get().bytes
        == Array(spaced.utf8))
  }

  @Test("is untrusted when any byte of what it says was changed (arbitrary software)")
  func tampered() throws {
    let bytes = try signedTheme(by: Samples.key)
    let trust = Samples.trust(Samples.key)
    for position in stride(from: 0, to: bytes.count, by: 3) {
      var changed = bytes
      changed[position] ^= 0x01
      guard case .success(let envelope) = SignedEnvelope.parse(changed) else { continue }
      guard case .failure = envelope.verified(as: ThemeManifest.self, by: trust) else {
        Issue.record("byte \(position) was changed and nobody saw")
        return
      }
    }
  }

  @Test("is refused at every length short of its end")
  func truncated() throws {
    let bytes = try signedTheme(by: Samples.key)
    for length in 0..<bytes.count {
      #expect(!Samples.wrong(SignedEnvelope.parse(Array(bytes[..<length]))).isEmpty)
    }
  }

  @Test("is untrusted when another key signed it (wrong key)")
  func wrongKey() throws {
    let bytes = try signedTheme(by: Samples.otherKey)
    #expect(
      refusal(try verify(bytes, by: Samples.trust(Samples.key)))
        == .untrusted(role: .themes, signatures: 0, threshold: 1))
  }

  @Test(
    "is untrusted when another key's signature stands under a trusted key's id (key compromise)")
  func borrowedID() throws {
    let bytes = String(decoding: try signedTheme(by: Samples.otherKey), as: UTF8.self)
    let forged = bytes.replacing(
      ContentKey(Samples.otherKey.publicKey).id.rawValue,
      with: ContentKey(Samples.key.publicKey).id.rawValue)
    let refused = refusal(
      try verify(Array(forged.utf8), by: Samples.trust(Samples.key, Samples.otherKey)))
    #expect(refused == .untrusted(role: .themes, signatures: 0, threshold: 1))
  }

  @Test("needs as many keys as the role's threshold")
  func threshold() throws {
    let trust = Samples.trust(Samples.key, Samples.otherKey, threshold: 2)
    #expect(
      refusal(try verify(signedTheme(by: Samples.key), by: trust))
        == .untrusted(role: .themes, signatures: 1, threshold: 2))
    let both = try verify(signedTheme(by: Samples.key, Samples.otherKey), by: trust).get()
    #expect(both.signers.count == 2)
    let stranger = try signedTheme(by: Samples.key, Ed25519.PrivateKey())
    #expect(refusal(try verify(stranger, by: trust)) != nil)
    #expect(refusal(try verify(stranger, by: Samples.trust(Samples.key))) == nil)
  }

  @Test("is refused when one key signed it twice (duplicate signatures)")
  func duplicate() throws {
    let bytes = try signedTheme(by: Samples.key, Samples.key)
    #expect(Samples.wrong(SignedEnvelope.parse(bytes)) == ["$.signatures[1]"])
  }

  @Test("is of the kind that was asked for: a release is no theme (mix-and-match)")
  func kind() throws {
    let bytes = SignedEnvelope.sign(try Samples.release(), with: [Samples.key])
    guard case .mistaken(let mistakes)? = refusal(try verify(bytes, by: Samples.trust(Samples.key)))
    else {
      Issue.record("was taken for a theme")
      return
    }
    #expect(mistakes.all.contains { $0.path == "$._type" })
  }

  @Test(
    "is refused when its form is wrong",
    arguments: [
      ("[]", ["$"]), ("{}", ["$.signed", "$.signatures"]),
      (#"{"signed": 1, "signatures": []}"#, ["$.signed", "$.signatures"]),
      (
        #"{"signed": {"a": 1.5}, "signatures": [{}]}"#,
        ["$.signed.a", "$.signatures[0].keyid", "$.signatures[0].sig"]
      ),
      (
        #"{"signed": {}, "signatures": [{"keyid": "AB", "sig": 1}], "more": 1}"#,
        ["$.signatures[0].keyid", "$.signatures[0].sig", "$.more"]
      ),
    ])
  func form(text: String, wrong: [String]) {
    #expect(Samples.wrong(SignedEnvelope.parse(Array(text.utf8))) == wrong)
  }

  @Test("is bounded in length and in signatures (endless data)")
  func bounds() {
    let long = [UInt8](repeating: 0x20, count: ContentLimits.documentBytes + 1)
    #expect(Samples.wrong(SignedEnvelope.parse(long)) == ["$"])
    let one = #"{"keyid": "", "sig": ""}"#
    let many = Array(repeating: one, count: 17).joined(separator: ",")
    #expect(
      Samples.wrong(SignedEnvelope.parse(Array(#"{"signed": {}, "signatures": [\#(many)]}"#.utf8)))
        == ["$.signatures"])
  }
}

@Suite("A content key")
struct ContentKeyTests {
  /// From RFC 8032 section 7.1, test 1; the id as `securesystemslib` computes it:
  /// sha256 of {"keytype":"ed25519","keyval":{"public":"…"},"scheme":"ed25519"}.
  static let hex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

  @Test("has the id that TUF gives it")
  func id() throws {
    let key = try #require(ContentKey(hex: Self.hex))
    let object =
      #"{"keytype":"ed25519","keyval":{"public":"\#(Self.hex)"},"scheme":"ed25519"}"#
    #expect(key.id.rawValue == Digest.sha256(Array(object.utf8)).hex)
    #expect(String(decoding: try CanonicalJSON.encode(key.object), as: UTF8.self) == object)
  }

  @Test("is refused under an id that is not its digest")
  func borrowedID() throws {
    let key = try #require(ContentKey(hex: Self.hex))
    #expect(ContentKey(object: key.object, claimedID: key.id) == key)
    let other = ContentKey(Samples.key.publicKey)
    #expect(ContentKey(object: key.object, claimedID: other.id) == nil)
  }

  @Test("is refused with anything more or less than TUF's members")
  func members() throws {
    let key = try #require(ContentKey(hex: Self.hex))
    guard case .object(let object) = key.object else { return }
    for name in ["keytype", "scheme", "keyval"] {
      var less = object
      less[name] = nil
      #expect(ContentKey(object: .object(less), claimedID: key.id) == nil)
    }
    var more = object
    more["x"] = .null
    #expect(ContentKey(object: .object(more), claimedID: key.id) == nil)
    #expect(ContentKey(hex: Self.hex.uppercased()) == nil)
  }
}

@Suite("An offer")
struct OfferTests {
  let key = OfferKey(Ed25519.PrivateKey())
  let now = Samples.moment

  private func check(
    _ bytes: [UInt8], release: ReleaseManifest, at now: Timestamp
  ) -> OfferRefusal? {
    let signed = Verified(document: release, bytes: [], signers: [])
    switch Offer.verify(bytes, key: key.contentKey, release: signed, now: now) {
    case .success: return nil
    case .failure(let refusal): return refusal
    }
  }

  @Test("is followed while it is the gateway's, of now, and of the signed release")
  func good() throws {
    let release = try Samples.release()
    let bytes = key.sign(Offer(of: release, issued: now, life: .seconds(3_600)))
    #expect(check(bytes, release: release, at: now) == nil)
    #expect(check(bytes, release: release, at: now + .seconds(3_599)) == nil)
  }

  @Test("is not followed once it has expired (freeze)")
  func expired() throws {
    let release = try Samples.release()
    let bytes = key.sign(Offer(of: release, issued: now, life: .seconds(3_600)))
    #expect(check(bytes, release: release, at: now + .seconds(3_600)) == .expired)
    #expect(check(bytes, release: release, at: now - .seconds(301)) == .fromTheFuture)
  }

  @Test("is not followed when a content key signed it, or nobody the device knows")
  func wrongKey() throws {
    let release = try Samples.release()
    let other = OfferKey(Samples.key)
    let bytes = other.sign(Offer(of: release, issued: now, life: .seconds(60)))
    #expect(check(bytes, release: release, at: now) == .untrusted)
  }

  @Test("is not followed to another release than the content team signed (mix-and-match)")
  func contradiction() throws {
    let release = try Samples.release()
    let bytes = key.sign(Offer(of: release, issued: now, life: .seconds(60)))
    let other = ReleaseManifest(
      release: release.release, image: ReleaseImage(sha256: .sha256([9]), length: 3),
      created: release.created)
    #expect(check(bytes, release: other, at: now) == .contradictsRelease)
  }

  @Test("is never good for longer than 30 days")
  func longest() throws {
    let offer = Offer(of: try Samples.release(), issued: now, life: .seconds(90 * 86_400))
    #expect(offer.expires == now + Offer.longestLife)
  }
}
