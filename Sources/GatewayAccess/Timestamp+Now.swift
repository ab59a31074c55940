package import JSON
import Kernel

extension Timestamp {
  /// By this machine's clock.
  package static var now: Timestamp { Timestamp(milliseconds: WallClock.milliseconds) }
}
