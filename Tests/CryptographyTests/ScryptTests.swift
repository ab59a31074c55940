import Testing

@testable import Cryptography

@Suite("scrypt")
struct ScryptTests {
  @Test("gives the keys of RFC 7914 section 12")
  func vectors() throws {
    let second = try #require(Scrypt(logN: 10, r: 8, p: 16))
    #expect(
      Hex.encode(second.key(from: Array("password".utf8), salt: Array("NaCl".utf8), length: 64))
        == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
    let third = try #require(Scrypt(logN: 14, r: 8, p: 1))
    #expect(
      Hex.encode(
        third.key(
          from: Array("pleaseletmein".utf8), salt: Array("SodiumChloride".utf8), length: 64))
        == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
  }

  @Test(
    "refuses numbers that would stop the machine",
    arguments: [(21, 8, 1), (20, 8, 1), (17, 33, 1), (17, 8, 17), (9, 8, 1)])
  func bounds(logN: Int, r: Int, p: Int) {
    #expect(Scrypt(logN: logN, r: r, p: p) == nil)
  }

  @Test("takes an empty passphrase for one")
  func empty() throws {
    let scrypt = try #require(Scrypt(logN: 10, r: 1, p: 1))
    #expect(scrypt.key(from: [], salt: [1], length: 16).count == 16)
  }
}
