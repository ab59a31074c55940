import JSON
import Testing

@testable import AccountSession

@Suite("An authenticator's code")
struct TOTPTests {
  let totp: TOTP

  init() throws {
    totp = try #require(TOTP(secret: Array("12345678901234567890".utf8)))
  }

  @Test(
    "is what RFC 6238 appendix B says, of which six digits are ours (MF-02)",
    arguments: [
      (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
      (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ] as [(Int64, String)])
  func vectors(seconds: Int64, eightDigits: String) {
    let step = TOTP.step(at: Timestamp(milliseconds: seconds * 1_000))
    #expect(totp.code(at: step) == eightDigits.suffix(6))
  }

  @Test("is taken a step early or late and no further (MF-02)")
  func drift() {
    let now = Timestamp(milliseconds: 1_234_567_890_000)
    let present = TOTP.step(at: now)
    for offset in Int64(-3)...3 {
      let taken = totp.step(of: totp.code(at: present + offset), at: now, after: 0)
      #expect(taken == (abs(offset) <= 1 ? present + offset : nil), "\(offset)")
    }
  }

  @Test("is not taken up to the last step that was, whatever the clock says (CR-05)")
  func replayed() {
    let now = Timestamp(milliseconds: 1_234_567_890_000)
    let present = TOTP.step(at: now)
    let code = totp.code(at: present)
    #expect(totp.step(of: code, at: now, after: present) == nil)
    #expect(totp.step(of: code, at: now - .seconds(3_600), after: present) == nil)
    #expect(totp.step(of: code, at: now, after: present - 1) == present)
  }

  @Test("is none when it is anything but its six digits", arguments: ["", "00592", "0059240", "x"])
  func malformed(typed: String) {
    #expect(totp.step(of: typed, at: Timestamp(milliseconds: 1_234_567_890_000), after: 0) == nil)
  }

  @Test("comes from a secret of 20 bytes that does not show itself (SE-16)")
  func secret() {
    #expect(TOTP.random().secret.count == 20)
    #expect(TOTP.random().secret != TOTP.random().secret)
    #expect(TOTP(secret: [1, 2, 3]) == nil)
    #expect("\(totp)" == "an authenticator's secret")
  }

  @Test(
    "comes from a secret that is written in the base 32 of RFC 4648 section 10",
    arguments: [
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
      ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
  func base32(text: String, encoded: String) {
    #expect(Base32.encode(Array(text.utf8)) == encoded)
  }
}
