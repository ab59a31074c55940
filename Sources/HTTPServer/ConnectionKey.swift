/// Names one connection of a loop for as long as the process lives: its descriptor and the number of its registration, as the event
/// queue keeps them. A descriptor alone would soon name a stranger.
struct ConnectionKey: RawRepresentable, Hashable, Sendable {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }

  init(descriptor: Int32, registration: UInt32) {
    rawValue = UInt64(UInt32(bitPattern: descriptor)) | UInt64(registration) << 32
  }

  var descriptor: Int32 { Int32(truncatingIfNeeded: rawValue) }
  var registration: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }
}
