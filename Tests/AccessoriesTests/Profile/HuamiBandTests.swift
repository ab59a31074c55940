import BluetoothWire
import Cryptography
import JSON
import Testing

@testable import Accessories

@Suite("A Huami band")
struct HuamiBandTests {
  private static let key = [UInt8](repeating: 7, count: 16)
  private static let challenge = [UInt8](0..<16)
  private static let since = HuamiTime(
    time: CalendarTime(year: 2026, month: 11, day: 18, hour: 0, minute: 0, second: 0),
    offsetQuarters: 0)
  /// `date -u -d '2026-11-25 07:30:00' +%s`
  private static let first: UInt32 = 1_795_591_800
  private static let start = HuamiTime(
    time: CalendarTime(year: 2026, month: 11, day: 25, hour: 7, minute: 30, second: 0),
    offsetQuarters: 0)

  private func writes(_ steps: [Conversation.Step]?) -> [[UInt8]] {
    (steps ?? []).compactMap { if case .write(let write) = $0 { write.value } else { nil } }
  }

  private func kept(_ steps: [Conversation.Step]?) -> [Reading] {
    (steps ?? []).flatMap { if case .keep(let readings) = $0 { readings } else { [] as [Reading] } }
  }

  private func locked() -> HuamiBand {
    .locked(.init(key: Self.key, dialect: .third, since: Self.since))
  }

  private func open() -> HuamiBand {
    var band = locked()
    #expect(writes(band.planned()) == [[0x02, 0x00]])
    let proof = AES128.encryptBlock(Self.challenge, key: Self.key)
    #expect(writes(shake(.challenge(Self.challenge), &band)) == [[0x03, 0x00] + proof])
    #expect(shake(.accepted, &band) == [.unlocked])
    return band
  }

  private func shake(
    _ answer: HuamiHandshakeAnswer, _ band: inout HuamiBand
  ) -> [Conversation.Step]? {
    band.take(AccessoryProfile.huamiHandshake, answer.encoded())
  }

  private func say(_ answer: HuamiFetchAnswer, _ band: inout HuamiBand) -> [Conversation.Step]? {
    band.take(AccessoryProfile.huamiFetch, answer.encoded())
  }

  /// Sends these bytes of minutes in packets.
  private func send(_ bytes: [UInt8], packet: Int = 16, _ band: inout HuamiBand) {
    for (number, start) in stride(from: 0, to: bytes.count, by: packet).enumerated() {
      let part = bytes[start..<min(start + packet, bytes.count)]
      _ = band.take(
        AccessoryProfile.huamiActivity, [UInt8(truncatingIfNeeded: number)] + part)
    }
  }

  private func receiving(_ count: Int) -> HuamiBand {
    var band = open()
    #expect(writes(band.planned()) == [HuamiFetchRequest.activity(since: Self.since).encoded()])
    #expect(writes(say(.ready(byteCount: UInt32(count), first: Self.start), &band)) == [[0x02]])
    return band
  }

  @Test("is acknowledged its minutes only after they are kept, piece by piece")
  func fetch() {
    let minutes = (0..<700).map {
      HuamiMinute(kind: 1, intensity: 2, steps: UInt8($0 % 2), heartRate: 61)
    }
    let bytes = minutes.flatMap { $0.encoded() }
    var band = receiving(bytes.count)
    send(bytes, &band)
    let pieces = [kept(say(.sent, &band)), kept(band.kept()), kept(band.kept())]
    #expect(pieces.map(\.count) == [500, 500, 50])
    #expect(pieces[0].first == Reading(.heartRate, 61, identifiedBy: Self.first))
    #expect(pieces[0][2] == Reading(.minuteSteps, 1, identifiedBy: Self.first + 60))
    #expect(writes(band.kept()) == [[0x03]])
    #expect(band == .over)
  }

  @Test("whose packets have a gap, or are too many or too few, is not acknowledged")
  func gaps() {
    let bytes = [UInt8](repeating: 1, count: 40)
    for skipped in 0..<3 {
      var band = receiving(40)
      for number in (0..<3).map(UInt8.init) where Int(number) != skipped {
        let start = 16 * Int(number)
        _ = band.take(
          AccessoryProfile.huamiActivity, [number] + bytes[start..<min(40, start + 16)])
      }
      #expect(say(.sent, &band)?.isEmpty == true)
      #expect(band.kept().isEmpty)
    }
    for count in [36, 44] {
      var band = receiving(40)
      send([UInt8](repeating: 1, count: count), &band)
      #expect(say(.sent, &band)?.isEmpty == true)
      #expect(band == .over)
    }
  }

  @Test("that promises more than a month, or nothing, is not asked for it")
  func promises() {
    for count in [0, 31 * 1_440 * 4 + 1, .max] as [UInt32] {
      var band = open()
      _ = band.planned()
      #expect(say(.ready(byteCount: count, first: Self.start), &band)?.isEmpty == true)
      #expect(band == .over)
    }
  }

  @Test("that does not know our key is left alone")
  func refused() {
    var early = locked()
    _ = early.planned()
    #expect(shake(.refused(4), &early) == [.refused])
    var late = locked()
    _ = late.planned()
    _ = shake(.challenge(Self.challenge), &late)
    #expect(shake(.refused(4), &late) == [.refused])
    #expect(shake(.accepted, &late)?.isEmpty == true)
  }

  @Test("that says yes before it was asked has proven nothing")
  func outOfTurn() {
    var band = locked()
    #expect(shake(.accepted, &band)?.isEmpty == true)
    _ = band.planned()
    #expect(shake(.accepted, &band)?.isEmpty == true)
    #expect(band.take(AccessoryProfile.huamiHandshake, [0x10])?.isEmpty == true)
    #expect(band.take(AccessoryProfile.steps, [1]) == nil)
    #expect(band == .asked(.init(key: Self.key, dialect: .third, since: Self.since)))
  }

  @Test(
    "is spoken to in the dialect of its generation",
    arguments: [
      ("Mi Band 2", HuamiHandshakeRequest.Dialect.second), ("Mi Band 3", .third),
      ("Mi Smart Band 4", .fourth), ("Mi Smart Band 5", .fourth), ("Amazfit Bip", .third),
      ("Amazfit GTS 2", .third), ("", .third),
    ])
  func dialect(model: String, dialect: HuamiHandshakeRequest.Dialect) {
    #expect(HuamiHandshakeRequest.Dialect(model: model) == dialect)
  }
}
