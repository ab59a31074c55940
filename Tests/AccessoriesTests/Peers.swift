import AccountSession
import BluetoothWire
import HTTP
import JSON

@testable import Accessories

/// The accessories of these tests: what they advertise and say.
enum Peers {
  static let band = PeerAddress(bytes: [1, 0, 0, 0, 0, 0xC0], isRandom: true)
  static let otherBand = PeerAddress(bytes: [2, 0, 0, 0, 0, 0xC0], isRandom: true)
  static let scale = PeerAddress(bytes: [3, 0, 0, 0, 0, 0xC0], isRandom: true)
  static let miScale = PeerAddress(bytes: [4, 0, 0, 0x1B, 0x19, 0x50], isRandom: false)

  static let bandAdvertisement = AdvertisingPayload([
    AdvertisingElement(.allServices16, [0x0D, 0x18]),
    AdvertisingElement(.completeName, Array("Lumen Band".utf8)),
  ]).encoded()
  static let scaleAdvertisement = AdvertisingPayload([
    AdvertisingElement(.allServices16, [0x1D, 0x18]),
    AdvertisingElement(.completeName, Array("Terra Scale".utf8)),
  ]).encoded()

  /// What a Mi scale shows, `seconds` by its own clock.
  static func weighing(
    fiveGrams: UInt16, seconds: UInt8, isStabilised: Bool = true, isRemoved: Bool = false
  ) -> [UInt8] {
    let time = CalendarTime(year: 2026, month: 11, day: 25, hour: 7, minute: 30, second: seconds)
    return AdvertisingPayload([
      AdvertisingElement(
        .serviceValue16,
        [0x1B, 0x18]
          + ScaleReading.encodedMiBodyScale(
            fiveGrams: fiveGrams, ohms: nil, at: time, isStabilised: isStabilised,
            isRemoved: isRemoved))
    ]).encoded()
  }

  static let authenticated = LinkEncryption(isAuthenticated: true, keySize: 16)
  static let unauthenticated = LinkEncryption(isAuthenticated: false, keySize: 16)

  static let model = GATTPlan.Characteristic(
    service: .deviceInformation, characteristic: .modelNumber)
  static let hardware = GATTPlan.Characteristic(
    service: .deviceInformation, characteristic: .hardwareRevision)
  static let firmware = GATTPlan.Characteristic(
    service: .deviceInformation, characteristic: .firmwareRevision)

  /// What the band says when it is read.
  static func facts(of peer: PeerAddress, firmware version: String = "1.2.0") -> [RadioEvent] {
    [
      .value(peer, model, Array("Lumen Band".utf8)), .value(peer, hardware, Array("lb-a".utf8)),
      .value(peer, firmware, Array(version.utf8)), .value(peer, AccessoryProfile.battery, [87]),
    ]
  }

  static let bond = BondRecord(bytes: Array("secret of the band".utf8))

  /// The steps from an advertisement to a linked band, one by one; the owner's answer is not among them.
  static let untilAsked: [RadioEvent] = [
    .advertisement(band, data: bandAdvertisement, signal: -40),
    .pairingRequest(band, .compare(123_456)),
  ]
  static let afterAnswer: [RadioEvent] =
    [.bonded(band, knownAs: band, bond), .linked(band, encryption: authenticated)] + facts(of: band)
    + [.ready(band)]
  static let words = untilAsked + afterAnswer
}

extension AccessoryFixture {
  func hear(_ events: [RadioEvent]) { for event in events { hear(event) } }

  /// Opens an attempt as the route does.
  @discardableResult
  func open(
    _ kind: AccessoryKind, _ owner: Owner, address: String? = nil
  ) async -> (link: LinkID, reply: Reply) {
    let wish = address.map { ",\"address\":\"\($0)\"" } ?? ""
    let reply = await ask(
      .post, "/v1/accessories/links", owner, body: "{\"kind\":\"\(kind.rawValue)\"\(wish)}")
    settle()
    return (reply.string("link").flatMap { LinkID($0) } ?? LinkID(number: 1), reply)
  }

  /// The owner says yes to what the link asks.
  func confirm(_ link: LinkID, _ owner: Owner) async {
    _ = await ask(
      .post, "/v1/accessories/links/\(link)/pairing", owner, body: #"{"answer":"confirm"}"#)
    settle()
  }

  /// Lets the radio say its first `step` words about the band; the owner says yes when the words before the answer are said.
  ///
  /// - Returns: what it has not said.
  @discardableResult
  func drive(_ link: LinkID, of owner: Owner, to step: Int) async -> [RadioEvent] {
    hear(Array(Peers.words.prefix(min(step, Peers.untilAsked.count))))
    if step >= Peers.untilAsked.count {
      await confirm(link, owner)
      hear(Array(Peers.words[Peers.untilAsked.count..<step]))
    }
    return Array(Peers.words.dropFirst(step))
  }

  /// The whole way of a band.
  @discardableResult
  func linkBand(_ owner: Owner) async -> LinkID {
    let (link, _) = await open(.band, owner)
    await drive(link, of: owner, to: Peers.words.count)
    return link
  }

  /// The whole way of what pairs without digits.
  ///
  /// - Parameters:
  ///   - wish: the body of the request for the link.
  ///   - words: what the accessory says before its plan is in place.
  @discardableResult
  func link(
    _ peer: PeerAddress, hearing advertisement: [UInt8], wish: String,
    saying words: [RadioEvent] = [], _ owner: Owner
  ) async -> LinkID {
    let reply = await ask(.post, "/v1/accessories/links", owner, body: wish)
    settle()
    let link = reply.string("link").flatMap { LinkID($0) } ?? LinkID(number: 1)
    hear(
      .advertisement(peer, data: advertisement, signal: -50), .pairingRequest(peer, .justWorks))
    await confirm(link, owner)
    hear(.linked(peer, encryption: Peers.unauthenticated))
    hear(words + [.ready(peer)])
    return link
  }

  /// A scale that gives its owner the number 1.
  @discardableResult
  func linkScale(_ owner: Owner) async -> LinkID {
    let number = RadioEvent.value(
      Peers.scale, AccessoryProfile.userControl,
      UserResponse(to: 1, .success, parameter: [1]).encoded(), receipt: ValueReceipt(number: 1))
    return await link(
      Peers.scale, hearing: Peers.scaleAdvertisement, wish: #"{"kind":"scale"}"#,
      saying: Peers.facts(of: Peers.scale) + [number], owner)
  }

  /// What the radio was told to write there since it was last asked for anything.
  func wrote(to peer: PeerAddress) -> [[UInt8]] {
    radio.taken().compactMap {
      if case .write(peer, let write) = $0 { write.value } else { nil }
    }
  }
}
