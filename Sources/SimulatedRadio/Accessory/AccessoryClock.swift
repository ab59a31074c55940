import BluetoothWire

/// An accessory's own clock: wrong until somebody sets it, and running from then on.
final class AccessoryClock {
  /// Seconds since 1970, of the world.
  private let world: @Sendable () -> Int64
  /// What this clock shows more than the world; it starts at 1970, as clocks that lost their power do.
  private var offset: Int64

  init(world: @escaping @Sendable () -> Int64) {
    self.world = world
    offset = -world()
  }

  var now: Int64 { world() + offset }

  func refusal(of value: [UInt8]) -> ATTErrorCode? {
    // Current Time Service 1.1, section 3.1.2: "data field ignored".
    AccessoryClock.seconds(value) == nil ? ATTErrorCode(rawValue: 0x80) : nil
  }

  func set(_ value: [UInt8]) {
    if let seconds = AccessoryClock.seconds(value) { offset = seconds - world() }
  }

  private static func seconds(_ value: [UInt8]) -> Int64? {
    // What cannot be read is refused like a time that is none, or is none that anybody lives in.
    guard let time = (try? CurrentTime(parsing: value))?.time, time.year < 10_000 else {
      return nil
    }
    return time.secondsSince1970
  }
}
