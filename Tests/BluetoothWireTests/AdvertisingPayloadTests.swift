import BluetoothWire
import Testing

@Suite("An advertising payload")
struct AdvertisingPayloadTests {
  /// From ble_monitor's tests: what a Mi Smart Band 4 said.
  static let band = hex(
    """
    020106 1BFF5701 02020154FFFFFFFFFFFFFFFFFFFFFFFFFF03FFFDFF3B6145 \
    10094D6920536D6172742042616E642034 0302E0FE 0716E0FE0B000000
    """)
  /// From ble_monitor's tests: a Mi Body Composition Scale.
  static let scale = hex("020106 03021B18 10161B18 0204B207010112101A0000A852")

  @Test("tells name, services and what is said for each")
  func band() {
    let payload = AdvertisingPayload(parsing: Self.band)
    #expect(payload.flags == [.generalDiscoverable, .withoutClassic])
    #expect(payload.localName == "Mi Smart Band 4")
    #expect(payload.services == [AttributeUUID(.huami)])
    #expect(payload.serviceValue(of: .huami) == [0x0B, 0, 0, 0])
    #expect(payload.serviceValue(of: .battery) == nil)
    #expect(payload.manufacturerValues.map(\.company) == [0x0157])
    #expect(!payload.isCutOff)
    #expect(payload.encoded() == Self.band)
  }

  @Test("keeps what came before a cut, at every length")
  func cut() {
    let whole = AdvertisingPayload(parsing: Self.band).elements
    var ends: Set<Int> = [0]
    var end = 0
    for element in whole {
      end += element.value.count + 2
      ends.insert(end)
    }
    for length in 0...Self.band.count {
      let payload = AdvertisingPayload(parsing: Self.band.prefix(length))
      #expect(payload.isCutOff == !ends.contains(length), "\(length)")
      #expect(payload.elements == Array(whole.prefix(payload.elements.count)))
    }
  }

  @Test("ends at a length of zero, with which radios fill up")
  func padding() {
    let payload = AdvertisingPayload(parsing: hex("020106 00 0000FFFF"))
    #expect(payload.elements == [AdvertisingElement(.flags, [6])])
    #expect(!payload.isCutOff)
  }

  @Test("reads services of both widths once each, and ignores half ones")
  func services() {
    let payload = AdvertisingPayload(
      parsing: hex("0603 0D18 0F18 0D 0503 0D18 0A18 1107 000710AF0900182112350000 07000000"))
    #expect(
      payload.services == [
        AttributeUUID(.heartRate), AttributeUUID(.battery), AttributeUUID(.deviceInformation),
        .huami(.huamiSteps),
      ])
  }

  @Test("takes the complete name over the shortened one, and repairs bytes that are no text")
  func names() {
    #expect(AdvertisingPayload(parsing: hex("0308 4142 0309 4344")).localName == "CD")
    #expect(AdvertisingPayload(parsing: hex("0308 4142")).localName == "AB")
    #expect(AdvertisingPayload(parsing: hex("0309 41FF")).localName == "A\u{FFFD}")
    #expect(AdvertisingPayload(parsing: hex("020106")).localName == nil)
  }

  @Test("tells the sender's power only when it is one byte")
  func power() {
    #expect(AdvertisingPayload(parsing: hex("020AF4")).transmitPower == -12)
    #expect(AdvertisingPayload(parsing: hex("010A")).transmitPower == nil)
    #expect(AdvertisingPayload(parsing: hex("030A0101")).transmitPower == nil)
  }

  @Test("is not read beyond the longest that the radio can send")
  func endless() {
    let flood = [UInt8](repeating: 1, count: 100_000)
    let payload = AdvertisingPayload(parsing: flood)
    #expect(payload.elements.count == AdvertisingPayload.longest / 2)
    #expect(payload.isCutOff)
  }

  @Test("of a band holds its heart rate and steps")
  func bandReading() {
    let reading = BandAdvertisement(AdvertisingPayload(parsing: Self.band))
    #expect(reading?.heartRate == 84)
    #expect(reading?.steps?.steps == 11)
    #expect(BandAdvertisement(AdvertisingPayload(parsing: Self.scale)) == nil)
  }

  /// theengs/decoder: the bytes after the company and, where sent, the service's.
  @Test("of other bands too")
  func theengs() {
    func payload(_ own: String, steps: String?) -> AdvertisingPayload {
      AdvertisingPayload(
        [AdvertisingElement(.manufacturerValue, hex(own))]
          + (steps.map { [AdvertisingElement(.serviceValue16, hex("E0FE" + $0))] } ?? []))
    }
    let walking = BandAdvertisement(
      payload("57010202017dffffffffffffffffffffffffff02aabbccddeeff", steps: "8d230000"))
    #expect(walking?.steps?.steps == 9101)
    #expect(walking?.heartRate == 125)
    let still = BandAdvertisement(
      payload("570102020184ffffffffffffffffffffffffff02aabbccddeeff", steps: nil))
    #expect(still?.heartRate == 132)
    #expect(still?.steps == nil)
    let idle = BandAdvertisement(payload("5701020201FF", steps: "8d2300"))
    #expect(idle != nil && idle?.heartRate == nil && idle?.steps == nil)
    #expect(BandAdvertisement(payload("5701020201", steps: nil)) == nil)
  }
}
