import Glibc

/// The machine's calendar clock, which people and time servers set: for stamps, never for deadlines.
package enum WallClock {
  /// Since 1970-01-01T00:00:00Z. The corresponding C function is `clock_gettime`.
  package static var milliseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
