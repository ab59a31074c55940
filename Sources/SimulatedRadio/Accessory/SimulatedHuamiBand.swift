import BluetoothHost
import BluetoothWire
import Cryptography

/// A Mi Smart Band: it says nothing to who does not prove to have its key, and keeps its minutes until they are acknowledged.
final class SimulatedHuamiBand: AccessoryModel {
  var table = AttributeTable()
  private let design: AccessoryDesign
  private let clock: AccessoryClock
  private var random: SeededRandom
  private let handshake: AttributeHandle
  private let fetch: AttributeHandle
  private let activity: AttributeHandle
  private let heartRate: AttributeHandle
  private let steps: AttributeHandle
  private let time: AttributeHandle

  private var challenge: [UInt8]?
  private var isOpen = false
  /// The minutes that nobody has acknowledged, and when the first was.
  private var minutes: [HuamiMinute] = []
  private var firstMinute: Int64
  private var beats = 68
  private var count = 2_100

  /// Bytes of minutes in one packet.
  private static let packetLength = 16

  init(_ design: AccessoryDesign, clock: AccessoryClock, random: SeededRandom) {
    self.design = design
    self.clock = clock
    self.random = random
    firstMinute = 0
    table.addGenericServices(named: design.name, appearance: 0x00C2)
    table.addService(AttributeUUID(.heartRate))
    table.addCharacteristic(
      AttributeUUID(.heartRateMeasurement), .notify,
      AttributeAccess(reading: .never, writing: .never, subscribing: .encryption))
    table.addService(AttributeUUID(.huami))
    let told = AttributeAccess(reading: .never, writing: .never, subscribing: .encryption)
    let asked = AttributeAccess(reading: .never, writing: .encryption, subscribing: .encryption)
    table.addCharacteristic(.huami(.huamiFetch), [.write, .notify], asked)
    table.addCharacteristic(.huami(.huamiActivity), .notify, told)
    table.addCharacteristic(
      .huami(.huamiBattery), [.read, .notify],
      AttributeAccess(reading: .encryption, writing: .never),
      value: [0x0F, design.batteryPercent, 0])
    table.addCharacteristic(
      .huami(.huamiSteps), [.read, .notify],
      AttributeAccess(reading: .encryption, writing: .never),
      value: StepsReading.encodedHuami(steps: UInt16(count)))
    table.addCharacteristic(
      AttributeUUID(.currentTime), [.read, .write],
      AttributeAccess(reading: .encryption, writing: .encryption),
      value: CurrentTime(time: CalendarTime(secondsSince1970: 0), weekday: 4).encoded())
    table.addService(AttributeUUID(.huamiAuthentication))
    table.addCharacteristic(.huami(.huamiHandshake), [.writeWithoutResponse, .notify], asked)
    table.addDeviceInformation(model: "Mi Smart Band 5", of: design)
    table.fillDatabaseHash()
    handshake = table.handle(of: .huamiHandshake, in: .huamiAuthentication)
    fetch = table.handle(of: .huamiFetch, in: .huami)
    activity = table.handle(of: .huamiActivity, in: .huami)
    heartRate = table.handle(of: .heartRateMeasurement, in: .heartRate)
    steps = table.handle(of: .huamiSteps, in: .huami)
    time = table.handle(of: .currentTime, in: .huami)
  }

  var advertisement: AdvertisingPayload? {
    // Nothing that is measured is told to everybody: heart rate FF.
    let company: [UInt8] = [0x57, 0x01, 0x02, 0x02, 0x01, 0xFF]
    return AdvertisingPayload([
      AdvertisingElement(.flags, [0x06]),
      AdvertisingElement(.manufacturerValue, company),
      AdvertisingElement(.completeName, Array(design.name.utf8)),
    ])
  }

  func refusal(of value: [UInt8], at handle: AttributeHandle) -> ATTErrorCode? {
    handle == time ? clock.refusal(of: value) : nil
  }

  func answer(to value: [UInt8], at handle: AttributeHandle) -> [SentValue] {
    switch handle {
    case time: clock.set(value)
    case handshake: return shakeHands(value).map { [SentValue(handshake, $0.encoded())] } ?? []
    case fetch where isOpen: return hand(over: value)
    default: break
    }
    return []
  }

  private func shakeHands(_ value: [UInt8]) -> HuamiHandshakeAnswer? {
    // What it does not understand it does not answer.
    switch try? HuamiHandshakeRequest(parsing: value) {
    case .challenge?:
      isOpen = false
      let block = (0..<HuamiHandshakeAnswer.blockLength).map { _ in
        UInt8(random.number(in: 0...255))
      }
      challenge = block
      return .challenge(block)
    case .proof(let proof)?:
      isOpen =
        challenge.map { AES128.encryptBlock($0, key: AccessoryDesign.bindKey) == proof } ?? false
      challenge = nil
      return isOpen ? .accepted : .refused(0x04)
    case nil: return nil
    }
  }

  private func hand(over value: [UInt8]) -> [SentValue] {
    switch try? HuamiFetchRequest(parsing: value) {
    case .activity?:
      let first = HuamiTime(time: CalendarTime(secondsSince1970: firstMinute), offsetQuarters: 0)
      let count = UInt32(minutes.count * HuamiMinute.byteCount)
      return [SentValue(fetch, HuamiFetchAnswer.ready(byteCount: count, first: first).encoded())]
    case .send?:
      let bytes = minutes.flatMap { $0.encoded() }
      let packets = stride(from: 0, to: bytes.count, by: Self.packetLength).enumerated().map {
        number, start in
        [UInt8(truncatingIfNeeded: number)]
          + bytes[start..<min(start + Self.packetLength, bytes.count)]
      }
      return packets.map { SentValue(activity, $0) }
        + [SentValue(fetch, HuamiFetchAnswer.sent.encoded())]
    case .acknowledge?: minutes = []
    case nil: break
    }
    return []
  }

  /// A minute: it is kept, and told to who has proven to have the key.
  func step() -> [SentValue] {
    beats = min(150, max(54, beats + random.number(in: -4...4)))
    let walked = random.number(in: 0...12)
    count = min(Int(UInt16.max), count + walked)
    if minutes.isEmpty { firstMinute = max(0, clock.now / 60 * 60) }
    minutes.append(
      HuamiMinute(kind: 1, intensity: 20, steps: UInt8(walked), heartRate: UInt8(beats)))
    let value = StepsReading.encodedHuami(steps: UInt16(count))
    table.setValue(value, at: steps)
    guard isOpen else { return [] }
    return [
      SentValue(heartRate, HeartRateReading.encoded(beatsPerMinute: UInt16(beats))),
      SentValue(steps, value),
    ]
  }
}
