import CLinux
import Glibc
import Synchronization

/// A thread of our own, outside the task pool: for loops and for work that blocks.
package struct KernelThread: ~Copyable, Sendable {
  private let handle: pthread_t

  /// - Parameters:
  ///   - name: shown by `top -H`; the first 15 bytes count.
  ///   - core: the only core it may run on; nil for any. Refused silently where the machine does not have it.
  package init(
    name: String, pinnedTo core: Int? = nil, _ body: @escaping @Sendable () -> Void
  ) throws(KernelError) {
    let start = Unmanaged.passRetained(
      Start {
        pthread_setname_np(pthread_self(), String(decoding: name.utf8.prefix(15), as: UTF8.self))
        if let core { _ = lanyard_pin_this_thread(Int32(core)) }
        body()
      })
    var handle = pthread_t()
    let code = pthread_create(&handle, nil, runThread, start.toOpaque())
    guard code == 0 else {
      start.release()
      throw KernelError(call: "pthread_create", errno: Errno(rawValue: code), object: name)
    }
    self.handle = handle
  }

  /// Waits for the end of the thread. Not from itself.
  package consuming func join() {
    let handle = self.handle
    discard self
    pthread_join(handle, nil)
  }

  deinit { pthread_detach(handle) }
}

private final class Start {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body() }
  return nil
}
