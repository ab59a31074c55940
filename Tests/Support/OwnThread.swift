import Kernel
package import Testing

/// Runs a test on a thread of its own instead of one of the task pool's.
///
/// The pool has as many threads as the machine has cores. A test that blocks (on a socket, on another process) holds one, and when
/// all are held by such tests, what they wait for may be a task that never gets a turn.
package struct OwnThread: TestTrait, SuiteTrait, TestScoping {
  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    try await withTaskExecutorPreference(ThreadExecutor()) { try await function() }
  }
}

extension Trait where Self == OwnThread {
  /// For tests that wait for something with their thread.
  package static var onOwnThread: OwnThread { OwnThread() }
}

/// A thread for each turn of a task.
private final class ThreadExecutor: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    do throws(KernelError) {
      _ = try KernelThread(name: "test") { job.runSynchronously(on: executor) }
    } catch {
      preconditionFailure("no thread for a test: \(error)")
    }
  }
}
