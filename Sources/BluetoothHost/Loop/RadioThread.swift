package import Kernel
import Synchronization

/// A thread with a loop, and the one value that lives on it. The resident is made there, is used only there, and needs
/// no lock for that reason.
package final class RadioThread<Resident>: Sendable {
  private let bell: LoopBell
  private let work: LoopMailbox<Work>
  private let thread: Mutex<KernelThread?>

  private enum Work: Sendable {
    case run(@Sendable (Resident) -> Void)
    case stop
  }

  /// - Parameters:
  ///   - name: of the thread, at most 15 bytes.
  ///   - settle: makes the resident, on the thread.
  ///   - ended: told on the thread as its last act; with the error if the loop broke, nil if it was stopped.
  package init(
    name: String, _ settle: @escaping @Sendable (RadioLoop) -> Resident,
    ended: @escaping @Sendable (KernelError?) -> Void = { _ in }
  ) throws(KernelError) {
    let bell = try LoopBell()
    let work = LoopMailbox<Work>(bell: bell)
    self.bell = bell
    self.work = work
    let body: @Sendable () -> Void = {
      let error: KernelError?
      do throws(KernelError) {
        let loop = try RadioLoop(bell: bell)
        let resident = settle(loop)
        loop.attach(work) { work in
          switch work {
          case .run(let body): body(resident)
          case .stop: loop.stop()
          }
        }
        defer { loop.end() }
        try loop.run()
        error = nil
      } catch let failure {
        // Without a loop nobody empties the box.
        _ = work.close()
        error = failure
      }
      ended(error)
    }
    thread = Mutex(try KernelThread(name: name, body))
  }

  /// Runs `body` on the thread, after what was posted before.
  /// - Returns: false when the thread has ended or is thousands of posts behind, and `body` will not run.
  @discardableResult
  package func post(_ body: @escaping @Sendable (Resident) -> Void) -> Bool {
    work.send(.run(body))
  }

  /// Ends the loop after what was posted before, and waits for the thread. Not from the thread itself. May be repeated.
  package func stop() {
    work.send(.stop, isUrgent: true)
    let running: KernelThread? = thread.withLock { $0.take() }
    if let running { running.join() }
  }
}
