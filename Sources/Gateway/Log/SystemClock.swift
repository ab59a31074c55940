import AccountSession
import Glibc
package import JSON

/// The machine's clock, which the capabilities ask through their port. Costs some 20 ns, without a call into the kernel; a loop asks once
/// per batch of events.
package struct SystemClock: WallClock {
  package init() {}

  package var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(
      milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
