import HTTP
import Kernel
import Synchronization

/// What a loop shares with the server that started it. Any thread.
final class LoopSeat: Sendable {
  let index: Int
  let configuration: ServerConfiguration
  let identity: TLSIdentity?
  let admission: Admission
  let mailbox: Mailbox
  let counters = LoopCounters()
  let started: Latch
  let ended: Latch
  private let failure = Mutex<KernelError?>(nil)

  init(
    index: Int, _ configuration: ServerConfiguration, _ identity: TLSIdentity?,
    _ admission: Admission
  ) throws(KernelError) {
    self.index = index
    self.configuration = configuration
    self.identity = identity
    self.admission = admission
    mailbox = try Mailbox()
    started = try Latch()
    ended = try Latch()
  }

  /// Why the loop could not start.
  var startFailure: KernelError? { failure.withLock { $0 } }

  /// The whole life of a loop, on its thread.
  func runLoop(
    _ listener: ListeningSocket, _ makeService: (Int) -> LoopService
  ) {
    defer { ended.open() }
    do throws(KernelError) {
      let loop = try Loop(self, listener, makeService(index))
      started.open()
      loop.run()
    } catch {
      failure.withLock { $0 = error }
      started.open()
    }
  }
}
