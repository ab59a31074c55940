import Testing

@testable import Cryptography

@Suite("Bytes as text")
struct TextTests {
  @Test(
    "are RFC 4648's examples without padding",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
      ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
  func base64(plain: String, text: String) {
    #expect(Base64URL.encode([UInt8](plain.utf8)) == text)
    #expect(Base64URL.decode(text) == [UInt8](plain.utf8))
  }

  @Test("use the alphabet that is safe in addresses")
  func alphabet() {
    #expect(Base64URL.encode([0xfb, 0xff, 0xfe]) == "-__-")
    #expect(Base64URL.decode("-__-") == [0xfb, 0xff, 0xfe])
  }

  @Test(
    "have one spelling in base64: no padding, no other alphabet, no bits left over",
    arguments: ["Zg==", "Zg=", "Zh", "Zm9", "+//+", "Zm 9v", "Z", "Zm9vY", "Zm9v\n", "é0"])
  func strictBase64(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test("come back from hexadecimal whatever they are")
  func hex() {
    let all = [UInt8](0...255)
    #expect(Hex.decode(Hex.encode(all)) == all)
    #expect(Hex.encode([0x00, 0x9a, 0xff]) == "009aff")
    #expect(Base64URL.decode(Base64URL.encode(all)) == all)
  }

  @Test(
    "have one spelling in hexadecimal",
    arguments: ["0", "0G", "AB", "0x00", " 00", "00 ", "０0", "a"])
  func strictHex(text: String) {
    #expect(Hex.decode(text) == nil)
  }
}
