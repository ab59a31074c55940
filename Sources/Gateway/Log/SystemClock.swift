import AccountSession
package import JSON
import Kernel

/// The machine's clock, which the capabilities ask through their port. Costs some 20 ns, without a call into the kernel; a loop asks once
/// per batch of events.
package struct SystemClock: AccountSession.WallClock {
  package init() {}

  package var now: Timestamp { Timestamp(milliseconds: Kernel.WallClock.milliseconds) }
}
