import BluetoothWire
import Cryptography
import Testing

@Suite("A sealed MiBeacon frame")
struct MiBeaconSealTests {
  struct Vector: Sendable {
    /// As people write it: most significant byte first.
    let address: String
    let frame: String
    let key: String
    let plain: String
  }

  /// From the tests of openScale and xiaomi-ble; with and without the address in the frame.
  static let vectors = [
    Vector(
      address: "8CD0B2F6BEEF", frame: "4859d53b0abc078ff2348c844138e930220000009e538599",
      key: "0728974d657a4b60964c1b1677f35f7c", plain: "166e0901bb52e154ed26f767"),
    Vector(
      address: "8CD0B2F6BEEF", frame: "4859d53b0bd6ef0b25db72785e7e2f46d6000000d8642df6",
      key: "0728974d657a4b60964c1b1677f35f7c", plain: "166e09010000c04ded26f767"),
    Vector(
      address: "84469364A5E6", frame: "4859d53b3bde6bc8d05b51c0cdfd9021c9000000925c5039",
      key: "58305740b64e4b425e518aa1f4e51339", plain: "166e0901dccabc4019087568"),
    Vector(
      address: "582D34122089", frame: "58586f0607892012342d585f176dd54f0200002fa453fa",
      key: "a3bfe9853dd85a620debe3620caaa351", plain: "041002e200"),
    Vector(
      address: "A4C138BEEF12", frame: "59584c3f2012efbe38c1a4bbacc927535b030000004cdc48fd",
      key: "8b72476b60fe2a0b63bf58d588fe4ea1", plain: "3d4804781e0000"),
  ]

  private func opened(_ vector: Vector, key: [UInt8]) throws -> [UInt8]? {
    guard case .sealed(let seal) = try MiBeaconFrame(parsing: hex(vector.frame)).content else {
      Issue.record("not sealed")
      return nil
    }
    return AES128.ccmOpen(
      seal.ciphertext, tag: seal.tag, key: key,
      nonce: seal.nonce(address: hex(vector.address).reversed()),
      associatedData: MiBeaconSeal.associatedBytes)
  }

  @Test("opens with its key, and with no other", arguments: vectors)
  func opens(vector: Vector) throws {
    #expect(try opened(vector, key: hex(vector.key)) == hex(vector.plain))
    var wrong = hex(vector.key)
    wrong[0] ^= 1
    #expect(try opened(vector, key: wrong) == nil)
    #expect(try !MiBeaconObject.list(parsing: hex(vector.plain)).isEmpty)
  }

  @Test("never traps, wherever it is cut", arguments: vectors)
  func cut(vector: Vector) {
    let bytes = hex(vector.frame)
    for length in 0..<bytes.count {
      guard let frame = try? MiBeaconFrame(parsing: Array(bytes.prefix(length))) else { continue }
      guard case .sealed(let seal) = frame.content else {
        Issue.record("cut at \(length), a sealed frame became another")
        continue
      }
      #expect(seal.ciphertext.count + seal.tag.count < length)
    }
  }

  @Test("counts up from the low byte in its head")
  func counter() throws {
    let frame = try MiBeaconFrame(
      parsing: hex("59584c3f2012efbe38c1a4bbacc927535b030000004cdc48fd"))
    guard case .sealed(let seal) = frame.content else {
      Issue.record("not sealed")
      return
    }
    #expect(seal.counter == 0x0000_0020)
  }

  @Test("of the old kind proves nothing, and is not opened")
  func old() throws {
    let frame = try MiBeaconFrame(parsing: hex("4830 5B05 03 0102030405060708090A"))
    guard case .weaklySealed(let bytes) = frame.content else {
      Issue.record("not kept sealed")
      return
    }
    #expect(bytes.count == 10)
  }
}
