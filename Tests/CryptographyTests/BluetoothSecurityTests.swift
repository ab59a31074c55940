import Testing

@testable import Cryptography

/// The sample data of the Core Specification (Vol 3, Part H, appendix D; Vol 3, Part G, appendix B) exercises the same
/// block cipher and MAC on inputs that nobody here chose.
@Suite("The radio's security functions")
struct BluetoothSecurityTests {
  static let x = "d5cb8454d177733effffb2ec712baeab"
  static let y = "a6e8e7cc25a75f6e216583f7ff3dc4cf"
  static let u = "20b003d2f297be2c5e2c83a7e9f9a5b9eff49111acf4fddbcc0301480e359de6"
  static let v = "55188b3d32f6bb9a900afcfbeed4e72a59cb9ac2f19d7cfb6b4fdd49f47fc5fd"
  static let dhKey = "ec0234a357c8ad05341010a60a397d9b99796b13b4f866f1868d34f373bfa698"

  @Test("f4 confirms a public key by CMAC")
  func f4() {
    #expect(
      AES128.cmac(bytes(Self.u + Self.v + "00"), key: bytes(Self.x))
        == bytes("f2c916f107a9bd1cf1eda1bea974872d"))
  }

  @Test("f5 derives both keys by CMAC over CMAC")
  func f5() {
    let salt = bytes("6c888391aaf5a53860370bdb5a6083be")
    let key = AES128.cmac(bytes(Self.dhKey), key: salt)
    let tail = "62746c65" + Self.x + Self.y + "0056123737bfce" + "00a713702dcfc1" + "0100"
    #expect(
      AES128.cmac(bytes("00" + tail), key: key) == bytes("2965f176a1084a02fd3f6a20ce636e20"))
    #expect(
      AES128.cmac(bytes("01" + tail), key: key) == bytes("6986791169d7cd23980522b594750a38"))
  }

  @Test("f6 checks the exchange by CMAC")
  func f6() {
    let message =
      Self.x + Self.y + "12a3343bb453bb5408da42d20c2d0fc8" + "010102" + "0056123737bfce"
      + "00a713702dcfc1"
    #expect(
      AES128.cmac(bytes(message), key: bytes("2965f176a1084a02fd3f6a20ce636e20"))
        == bytes("e3c473989cd0e8c5d26c0b09da958f61"))
  }

  @Test("g2 makes the six digits that both sides show")
  func g2() {
    let tag = AES128.cmac(bytes(Self.u + Self.v + Self.y), key: bytes(Self.x))
    #expect([UInt8](tag.suffix(4)) == bytes("2f9ed5ba"))
    #expect(tag.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } % 1_000_000 == 938_554)
  }

  @Test("h6 converts a link key")
  func h6() {
    #expect(
      AES128.cmac(bytes("6c656272"), key: bytes("ec0234a357c8ad05341010a60a397d9b"))
        == bytes("2d9ae102e76dc91ce8d3a9e280b16399"))
  }

  @Test("ah resolves a private address by one block")
  func ah() {
    let block = [UInt8](repeating: 0, count: 13) + bytes("708194")
    let hash = AES128.encryptBlock(block, key: bytes("ec0234a357c8ad05341010a60a397d9b"))
    #expect([UInt8](hash.suffix(3)) == bytes("0dfbaa"))
  }

  @Test("s1 makes the legacy short-term key by one block")
  func s1() {
    let block = bytes("1122334455667788" + "99aabbccddeeff00")
    #expect(
      AES128.encryptBlock(block, key: [UInt8](repeating: 0, count: 16))
        == bytes("9a1fe1f0e8b0f49b5b4216ae796da062"))
  }

  @Test("the attribute database's hash is a CMAC under the zero key")
  func databaseHash() {
    let message = bytes(
      """
      010000280018020003280a0300002a04000328020500012a06000028011807000328200800052a0900
      02290a0003280a0b00292b0c000328020d002a2b0e00002808180f000228140016000f181000032
      8a21100182a12000229130000290000140001280f1815000328021600192a
      """)
    #expect(
      AES128.cmac(message, key: [UInt8](repeating: 0, count: 16))
        == bytes("f1ca2d48ecf58bac8a8830bbb9fba990"))
  }

  @Test("the sample private keys have the sample public keys")
  func publicKeys() {
    let a = P256.PrivateKey(
      scalar: bytes("3f49f6d4a3c55f3874c9b3e3d2103f504aff607beb40b7995899b8a6cd3c1abd"))
    #expect(
      a?.publicKey.bytes
        == bytes(
          "04" + Self.u + "dc809c49652aeb6d63329abf5a52155c766345c28fed3024741c8ed01589d28b"))
    let b = P256.PrivateKey(
      scalar: bytes("55188b3d32f6bb9a900afcfbeed4e72a59cb9ac2f19d7cfb6b4fdd49f47fc5fd"))
    #expect(
      b?.publicKey.bytes
        == bytes(
          """
          041ea1f0f01faf1d9609592284f19e4c0047b58afd8615a69f559077b22faaa190
          4c55f33e429dad377356703a9ab85160472d1130e28e36765f89aff915b1214a
          """))
  }
}
