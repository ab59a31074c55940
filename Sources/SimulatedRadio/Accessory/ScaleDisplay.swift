/// What a scale without a connection tells everybody, one frame after the other.
struct ScaleDisplay {
  private(set) var shown: [UInt8]?
  private var frames: [[UInt8]] = []
  private var pause = 0

  /// Steps between two weighings.
  private static let rest = 3

  mutating func show(_ frames: [[UInt8]]) {
    shown = frames.first
    self.frames = Array(frames.dropFirst())
    pause = ScaleDisplay.rest
  }

  /// - Returns: false when the last weighing is over and somebody may step on.
  mutating func advance() -> Bool {
    if !frames.isEmpty {
      shown = frames.removeFirst()
    } else if pause > 0 {
      shown = nil
      pause -= 1
    } else {
      return false
    }
    return true
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
