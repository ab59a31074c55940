import BluetoothWire

/// How the weighings that a Mi scale kept while nobody listened are taken over: asked for, received, kept, and only then
/// acknowledged, which makes the scale forget them. As openScale 3.1.2 does it.
enum MiScaleHistory: Hashable, Sendable {
  case notAsked(Terms)
  /// How many are there?
  case asked(Terms)
  case receiving(Terms, expected: Int, bytes: [UInt8])
  /// All are here, and on their way to the disk.
  case keeping(Terms)
  case over

  struct Terms: Hashable, Sendable {
    let generation: MiScale.Generation
    /// The number by which the scale remembers what the account has.
    let user: UInt16

    var place: GATTPlan.Characteristic { AccessoryProfile.history(of: generation) }
    var recordLength: Int {
      switch generation {
      case .first: ScaleReading.miScaleLength
      case .bodyComposition: ScaleReading.miBodyScaleLength
      }
    }
  }

  /// A scale keeps a few hundred; one that promises more is none.
  private static let mostRecords = 2_000

  mutating func begin() -> [Conversation.Step] {
    guard case .notAsked(let terms) = self else { return [] }
    self = .asked(terms)
    return [terms.write(.begin), terms.write(.unread(of: terms.user))]
  }

  /// Nil for what is not said at the history's characteristic.
  mutating func take(
    _ source: GATTPlan.Characteristic, _ bytes: [UInt8]
  ) -> [Conversation.Step]? {
    switch self {
    case .asked(let terms) where source == terms.place:
      return answer(bytes, terms)
    case .receiving(let terms, let expected, let before) where source == terms.place:
      guard bytes != MiScaleHistoryCount.end else { return end(terms, expected, before) }
      let all = before + bytes
      guard all.count <= expected * terms.recordLength else { return giveUp(terms) }
      self = .receiving(terms, expected: expected, bytes: all)
      return []
    case .notAsked(let terms), .asked(let terms), .receiving(let terms, _, _), .keeping(let terms):
      return source == terms.place ? [] : nil
    case .over:
      return nil
    }
  }

  private mutating func answer(_ bytes: [UInt8], _ terms: Terms) -> [Conversation.Step] {
    // What is no count answers another question.
    guard let count = (try? MiScaleHistoryCount(parsing: bytes)).map({ Int($0.count) }) else {
      return []
    }
    guard (1...MiScaleHistory.mostRecords).contains(count) else { return giveUp(terms) }
    self = .receiving(terms, expected: count, bytes: [])
    return [terms.write(.send)]
  }

  private mutating func end(
    _ terms: Terms, _ expected: Int, _ bytes: [UInt8]
  ) -> [Conversation.Step] {
    // Notifications may be lost on the way to us. What has a gap is not acknowledged, and comes again whole.
    guard bytes.count == expected * terms.recordLength else { return giveUp(terms) }
    self = .keeping(terms)
    let readings = stride(from: 0, to: bytes.count, by: terms.recordLength).flatMap {
      terms.readings(of: Array(bytes[$0..<($0 + terms.recordLength)]))
    }
    return readings.isEmpty ? kept() : [.keep(readings)]
  }

  mutating func kept() -> [Conversation.Step] {
    guard case .keeping(let terms) = self else { return [] }
    self = .over
    return [terms.write(.stop), terms.write(.acknowledge(terms.user))]
  }

  private mutating func giveUp(_ terms: Terms) -> [Conversation.Step] {
    self = .over
    return [terms.write(.stop)]
  }
}

extension MiScaleHistory.Terms {
  fileprivate func write(_ request: MiScaleHistoryRequest) -> Conversation.Step {
    .write(GATTPlan.Write(target: place, value: request.encoded()))
  }

  /// Of one record; none when it is malformed, or of a thing, or of somebody who had stepped off.
  fileprivate func readings(of record: [UInt8]) -> [Reading] {
    let reading =
      switch generation {
      case .first: try? ScaleReading(parsingMiScale: record)
      case .bodyComposition: try? ScaleReading(parsingMiBodyScale: record)
      }
    return reading?.readings ?? []
  }
}
