/// What a scale without a connection tells everybody, one frame after the other, and who steps on it.
struct ScaleDisplay {
  private(set) var shown: [UInt8]?
  private var frames: [[UInt8]] = []
  private var pause = 0
  private let world: @Sendable () -> Int64
  private var random: SeededRandom
  private var lastWeighing: Int64 = 0

  /// Steps between two weighings.
  private static let rest = 3

  /// - Parameter world: seconds since 1970.
  init(world: @escaping @Sendable () -> Int64, random: SeededRandom) {
    self.world = world
    self.random = random
  }

  /// The second of a weighing that begins now: never that of another one.
  mutating func begin() -> Int64 {
    lastWeighing = max(world(), lastWeighing + 1)
    return lastWeighing
  }

  mutating func show(_ frames: [[UInt8]]) {
    shown = frames.first
    self.frames = Array(frames.dropFirst())
    pause = ScaleDisplay.rest
  }

  /// - Returns: who steps on, when the last weighing is over.
  mutating func advance() -> Weighing? {
    if !frames.isEmpty {
      shown = frames.removeFirst()
    } else if pause > 0 {
      shown = nil
      pause -= 1
    } else {
      return .ofSomebody(&random)
    }
    return nil
  }
}

extension Weighing {
  /// Somebody of about 72 kg.
  static func ofSomebody(_ random: inout SeededRandom) -> Weighing {
    Weighing(
      fiveGrams: UInt16(14_490 + random.number(in: -80...80)),
      ohms: UInt16(random.number(in: 495...512)))
  }
}
