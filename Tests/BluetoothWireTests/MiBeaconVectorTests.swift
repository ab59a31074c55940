import BluetoothWire
import Cryptography
import Testing

@Suite("Every given MiBeacon frame")
struct MiBeaconVectorTests {
  @Test("says what others read in it", arguments: MiBeaconVector.all)
  func says(vector: MiBeaconVector) throws {
    let frame = try MiBeaconFrame(parsing: vector.frame)
    #expect(frame.address == nil || frame.address == vector.address)
    switch frame.content {
    case .nothing: #expect(vector.says == "nothing")
    case .plain(let objects):
      #expect(!objects.isEmpty)
      #expect(hex(vector.says).starts(with: objects.flatMap { $0.encoded() }))
    case .weaklySealed: #expect(vector.says == "closed")
    case .sealed(let seal):
      guard let key = vector.key else {
        #expect(vector.says == "closed")
        return
      }
      let plain = AES128.ccmOpen(
        seal.ciphertext, tag: seal.tag, key: key, nonce: seal.nonce(address: vector.address),
        associatedData: MiBeaconSeal.associatedBytes)
      #expect(plain == (vector.says == "wrong" ? nil : hex(vector.says)))
      if let plain { #expect(try !MiBeaconObject.list(parsing: plain).isEmpty) }
    }
  }

  @Test("is there")
  func count() { #expect(MiBeaconVector.all.count == 76) }
}

/// As ble_monitor's and theengs' tests have them.
@Suite("A band's advertisement, as it was received")
struct BandVectorTests {
  @Test("has a heart rate and steps")
  func band() throws {
    let whole = AdvertisingPayload(
      parsing: hex(
        "0201061BFF570102020154FFFFFFFFFFFFFFFFFFFFFFFFFF03FFFDFF3B6145"
          + "10094D6920536D6172742042616E6420340302E0FE0716E0FE0B000000"))
    let band = try #require(BandAdvertisement(whole))
    #expect(band.heartRate == 84)
    #expect(band.steps?.steps == 11)
    #expect(whole.localName == "Mi Smart Band 4")
  }

  @Test(
    "has what theengs reads in it",
    arguments: [
      ("57010202017DFFFFFFFFFFFFFFFFFFFFFFFFFF02AABBCCDDEEFF", "8D230000", 125, 9_101),
      ("570102020184FFFFFFFFFFFFFFFFFFFFFFFFFF02AABBCCDDEEFF", nil, 132, nil),
    ] as [(String, String?, UInt8, UInt32?)])
  func theengs(company: String, service: String?, beats: UInt8, steps: UInt32?) throws {
    var elements = [AdvertisingElement(.manufacturerValue, hex(company))]
    if let service { elements.append(AdvertisingElement(.serviceValue16, hex("E0FE" + service))) }
    let band = try #require(BandAdvertisement(AdvertisingPayload(elements)))
    #expect(band.heartRate == beats)
    #expect(band.steps?.steps == steps)
  }
}

/// The controller's events of ble_monitor's tests, of which the advertisement is what is passed on.
@Suite("A scale's advertisement, as it was received")
struct ScaleVectorTests {
  @Test("is found by its service's value, whatever else is advertised")
  func scales() throws {
    let first = AdvertisingPayload(
      parsing: hex("02010603021D1809FF5701C8478CC095890D161D18A22044B20701010A1A15"))
    let value = try #require(first.serviceValue(of: .weightScale))
    #expect(try ScaleReading(parsingMiScale: value).weight?.grams == 87_200)
    let body = AdvertisingPayload(
      parsing: hex("02010603021B1810161B180204B207010112101A0000A852"))
    let other = try #require(body.serviceValue(of: .bodyComposition))
    #expect(try ScaleReading(parsingMiBodyScale: other).weight?.grams == 105_800)
  }
}
