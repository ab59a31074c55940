import BluetoothWire
import Cryptography
import JSON

/// How a Huami band is talked to: it listens to nobody who does not prove to have its key, and then hands over what it kept, which
/// it forgets once that is acknowledged. As Gadgetbridge 0.83 does it.
enum HuamiBand: Hashable, Sendable {
  case locked(Terms)
  /// It was asked for a challenge.
  case asked(Terms)
  /// It was sent the proof.
  case proving(Terms)
  /// It listens; what it measures is being subscribed to.
  case open(Terms)
  /// It was asked for its activity.
  case fetching(Terms)
  case receiving(Terms, Transfer)
  /// All is here; these are not on their way to the disk yet.
  case keeping(Terms, rest: [Reading])
  case over

  struct Terms: Hashable, Sendable {
    /// The band's own, 16 bytes: its maker's server issued it when the band was first paired.
    let key: [UInt8]
    let dialect: HuamiHandshakeRequest.Dialect
    /// Activity before it is not asked for.
    let since: HuamiTime
  }

  struct Transfer: Hashable, Sendable {
    /// Seconds since 1970, of the first minute.
    let first: Int64
    let byteCount: Int
    var bytes: [UInt8] = []
    /// Each packet says which it is, modulo 256.
    var packets: UInt8 = 0
  }

  /// The key that bands have before anybody gives them one. It is in every program that talks to them, and proves nothing.
  static let publicKey: [UInt8] = [
    0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45,
  ]
  /// How far back activity is asked for.
  static let memory: Duration = .seconds(7 * 86_400)
  /// A month of minutes: no band has more.
  private static let mostBytes = 31 * 1_440 * HuamiMinute.byteCount
  /// Readings that go to the disk at once.
  private static let piece = 500

  /// The plan is in place: that of a locked band, or after it that of an open one.
  mutating func planned() -> [Conversation.Step] {
    switch self {
    case .locked(let terms):
      self = .asked(terms)
      return [terms.write(.challenge)]
    case .open(let terms):
      self = .fetching(terms)
      return [Self.write(.activity(since: terms.since))]
    case .asked, .proving, .fetching, .receiving, .keeping, .over:
      return []
    }
  }

  /// Nil for what is not part of this conversation.
  mutating func take(
    _ source: GATTPlan.Characteristic, _ bytes: [UInt8]
  ) -> [Conversation.Step]? {
    switch source {
    case AccessoryProfile.huamiHandshake:
      // What is malformed answers nothing; the time for the answer runs on.
      return (try? HuamiHandshakeAnswer(parsing: bytes)).map { shakeHands($0) } ?? []
    case AccessoryProfile.huamiFetch:
      return (try? HuamiFetchAnswer(parsing: bytes)).map { fetch($0) } ?? []
    case AccessoryProfile.huamiActivity:
      receive(bytes)
      return []
    default: return nil
    }
  }

  private mutating func shakeHands(_ answer: HuamiHandshakeAnswer) -> [Conversation.Step] {
    switch (self, answer) {
    case (.asked(let terms), .challenge(let block)):
      self = .proving(terms)
      return [terms.write(.proof(AES128.encryptBlock(block, key: terms.key)))]
    case (.proving(let terms), .accepted):
      self = .open(terms)
      return [.unlocked]
    case (.asked, .refused), (.proving, .refused):
      self = .over
      return [.refused]
    default: return []
    }
  }

  // MARK: What it kept

  private mutating func fetch(_ answer: HuamiFetchAnswer) -> [Conversation.Step] {
    switch (self, answer) {
    case (.fetching(let terms), .ready(let count, let first)):
      guard (1...Self.mostBytes).contains(Int(count)), let first = first.secondsSince1970,
        first >= 0
      else { break }
      self = .receiving(terms, Transfer(first: first, byteCount: Int(count)))
      return [Self.write(.send)]
    case (.receiving(let terms, let transfer), .sent):
      guard transfer.bytes.count == transfer.byteCount,
        let minutes = try? HuamiMinute.list(parsing: transfer.bytes)
      else { break }
      self = .keeping(terms, rest: Self.readings(of: minutes, from: transfer.first))
      return kept()
    case (.fetching, .refused), (.fetching, .sent), (.receiving, .refused): break
    default: return []
    }
    // Nothing was acknowledged: whatever there is comes again on the next connection.
    self = .over
    return []
  }

  private mutating func receive(_ packet: [UInt8]) {
    guard case .receiving(let terms, var transfer) = self else { return }
    guard packet.first == transfer.packets,
      transfer.bytes.count + packet.count - 1 <= transfer.byteCount
    else {
      // A packet is missing, or too many came.
      self = .over
      return
    }
    transfer.packets &+= 1
    transfer.bytes += packet.dropFirst()
    self = .receiving(terms, transfer)
  }

  /// The next piece to be kept; the acknowledgement when all are.
  mutating func kept() -> [Conversation.Step] {
    guard case .keeping(let terms, let rest) = self else { return [] }
    guard !rest.isEmpty else {
      self = .over
      return [Self.write(.acknowledge)]
    }
    self = .keeping(terms, rest: Array(rest.dropFirst(Self.piece)))
    return [.keep(Array(rest.prefix(Self.piece)))]
  }

  private static func readings(of minutes: [HuamiMinute], from first: Int64) -> [Reading] {
    minutes.enumerated().flatMap { index, minute -> [Reading] in
      guard let time = UInt32(exactly: first + 60 * Int64(index)) else { return [] }
      return [
        minute.heartRate.flatMap { Reading(.heartRate, $0, identifiedBy: time) },
        minute.steps == 0 ? nil : Reading(.minuteSteps, minute.steps, identifiedBy: time),
      ].compactMap(\.self)
    }
  }

  private static func write(_ request: HuamiFetchRequest) -> Conversation.Step {
    .write(GATTPlan.Write(target: AccessoryProfile.huamiFetch, value: request.encoded()))
  }
}

extension HuamiBand.Terms {
  fileprivate func write(_ request: HuamiHandshakeRequest) -> Conversation.Step {
    .write(
      GATTPlan.Write(
        target: AccessoryProfile.huamiHandshake, value: request.encoded(in: dialect)))
  }
}
