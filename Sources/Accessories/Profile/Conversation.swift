import BluetoothWire
import JSON

/// What is said on a connection after its plan is in place: turn by turn, each decided by what was heard.
enum Conversation: Hashable, Sendable {
  case miScale(MiScaleHistory)
  case huami(HuamiBand)

  enum Step: Hashable, Sendable {
    case write(GATTPlan.Write)
    /// Keep these, and then call `kept`: what follows makes the accessory forget them.
    case keep([Reading])
    /// It listens to us now: the open plan may be carried out.
    case unlocked
    /// It does not take our key for its own.
    case refused
  }

  /// Nothing more is to come.
  var isOver: Bool {
    switch self {
    case .miScale(let history): history == .over
    case .huami(let band): band == .over
    }
  }

  /// A plan is in place.
  mutating func planned() -> [Step] {
    switch self {
    case .miScale(var history):
      defer { self = .miScale(history) }
      return history.begin()
    case .huami(var band):
      defer { self = .huami(band) }
      return band.planned()
    }
  }

  /// - Returns: nil when the value is none of the conversation's.
  mutating func take(_ source: GATTPlan.Characteristic, _ bytes: [UInt8]) -> [Step]? {
    switch self {
    case .miScale(var history):
      defer { self = .miScale(history) }
      return history.take(source, bytes)
    case .huami(var band):
      defer { self = .huami(band) }
      return band.take(source, bytes)
    }
  }

  /// What was to be kept is.
  mutating func kept() -> [Step] {
    switch self {
    case .miScale(var history):
      defer { self = .miScale(history) }
      return history.kept()
    case .huami(var band):
      defer { self = .huami(band) }
      return band.kept()
    }
  }
}
