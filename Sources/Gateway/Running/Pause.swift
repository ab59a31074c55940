package import Kernel

/// Waiting a while on a thread of one's own, for a command line that asks again and again. Never on a loop.
package enum Pause {
  package static func wait(_ duration: Duration) throws(KernelError) {
    var epoll = try Epoll(batch: 1)
    _ = try epoll.wait(until: MonotonicTime.now + duration)
  }
}
