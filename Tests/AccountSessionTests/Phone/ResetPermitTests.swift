import Cryptography
import JSON
import Testing

@testable import AccountSession

@Suite("A permit to reset a phone")
struct ResetPermitTests {
  static let key = Ed25519.PrivateKey()
  static let now = Timestamp(milliseconds: 1_795_000_000_000)
  static let device = DeviceID(number: 77)
  static let nonce = PermitNonce(number: 0x0123_4567_89ab_cdef)

  func permit(
    device: DeviceID = device, version: Int64 = 3, nonce: PermitNonce = nonce,
    life: Duration = .seconds(900), by key: Ed25519.PrivateKey = key
  ) -> [UInt8] {
    ResetPermit(
      action: .eraseAndRelease, device: device, version: version, nonce: nonce,
      notBefore: Self.now, notAfter: Self.now + life, number: 9,
      keyID: ResetPermit.keyID(of: Self.key.publicKey)
    ).signed(by: key)
  }

  func phone(keys: [Ed25519.PrivateKey] = [key]) -> PermitVerifier {
    PermitVerifier(
      keys: keys.map(\.publicKey), device: Self.device, version: 3, showing: Self.nonce)
  }

  func refusal(_ bytes: [UInt8], at now: Timestamp = now) -> PermitVerifier.Refusal? {
    var phone = phone()
    do throws(PermitVerifier.Refusal) {
      _ = try phone.use(bytes, at: now)
      return nil
    } catch {
      return error
    }
  }

  @Test("is taken by the phone it is for, without a network, once (LK-03)")
  func taken() throws {
    var phone = phone()
    #expect(try phone.use(permit(), at: Self.now) == .eraseAndRelease)
    #expect(throws: PermitVerifier.Refusal.otherNonce) {
      try phone.use(permit(), at: Self.now)
    }
  }

  @Test(
    "is refused by another phone, for other digits, an older binding, too early and too late (LK-03)"
  )
  func refused() {
    #expect(refusal(permit(device: DeviceID(number: 78))) == .otherPhone)
    #expect(refusal(permit(nonce: PermitNonce(number: 1))) == .otherNonce)
    #expect(refusal(permit(version: 2)) == .olderVersion)
    #expect(refusal(permit(version: 4)) == nil)
    #expect(refusal(permit(), at: Self.now - .milliseconds(1)) == .tooEarly)
    #expect(refusal(permit(), at: Self.now + .seconds(900)) == .over)
    #expect(refusal(permit(), at: Self.now + .milliseconds(899_999)) == nil)
    #expect(refusal(permit(by: Ed25519.PrivateKey())) == .signatureWrong)
  }

  @Test("is taken under either of two keys while one takes the other's place (LK-05)")
  func rotation() throws {
    var phone = phone(keys: [Ed25519.PrivateKey(), Self.key])
    #expect(try phone.use(permit(), at: Self.now) == .eraseAndRelease)
    var other = self.phone(keys: [Ed25519.PrivateKey()])
    #expect(throws: PermitVerifier.Refusal.unknownKey) {
      try other.use(permit(), at: Self.now)
    }
  }

  @Test("is none when any byte of it is another, or it is cut at any length, or longer")
  func damaged() {
    let whole = permit()
    #expect(whole.count == 126)
    for index in whole.indices {
      var bytes = whole
      bytes[index] ^= 1
      #expect(refusal(bytes) != nil, "byte \(index)")
      #expect(refusal(Array(whole.prefix(index))) == .malformed, "\(index) bytes")
    }
    #expect(refusal(whole + [0]) == .malformed)
  }

  @Test("is read as it was written")
  func roundTrip() {
    let permit = ResetPermit(unverified: permit())
    #expect(permit?.device == Self.device)
    #expect(permit?.version == 3)
    #expect(permit?.nonce == Self.nonce)
    #expect(permit?.notAfter == Self.now + .seconds(900))
    #expect(permit?.number == 9)
  }

  @Test("is typed in letters that are read aloud and written down right (LK-04)")
  func typed() {
    let text = ResetPermit.typed(permit())
    let groups = text.split(separator: Character("-"))
    #expect(groups.dropLast().allSatisfy { $0.count == 6 })
    #expect(text.filter { $0 != "-" }.count == 202)
    #expect(ResetPermit.typed([0xff, 0x00]) == "zw00")
    #expect(ResetPermit.typed([]) == "")
  }

  @Test("answers twelve digits that the phone shows, however they are typed (LK-04)")
  func nonce() {
    #expect(Self.nonce.text.count == 12)
    #expect(PermitNonce(typed: Self.nonce.text.uppercased()) == Self.nonce)
    #expect(PermitNonce(typed: "0000 0000 000L")?.number == 1)
    #expect(PermitNonce(typed: "zzzz-zzzz-zzzz")?.number == 1 << 60 - 1)
    #expect(PermitNonce(typed: "00000000000") == nil)
    #expect(PermitNonce(typed: "0000000000000") == nil)
    #expect(PermitNonce(typed: "00000000000u") == nil)
  }
}
