import Dispatch
import HTTP
import Synchronization

/// Later work that has been started, and what it will be answered with.
final class PendingReply: Sendable {
  private let given: Given

  /// What the completion fills; the work holds it as well.
  private final class Given: Sendable {
    let response = Mutex<Response?>(nil)
    let isThere = DispatchSemaphore(value: 0)
  }

  init(_ work: (Completion) -> Void) {
    let given = Given()
    self.given = given
    work(
      Completion { response in
        given.response.withLock { $0 = response }
        given.isThere.signal()
      })
  }

  /// Waits for it; nil when it does not come within a minute. Ask once.
  var response: Response? {
    guard given.isThere.wait(timeout: .now() + .seconds(60)) == .success else { return nil }
    return given.response.withLock(\.self)
  }
}
