import Glibc

/// Starts a detached thread that runs `body` and ends.
///
/// It takes no signals: those belong to whoever waits for them.
func startThread(_ body: @escaping @Sendable () -> Void) throws(SQLiteError) -> pthread_t {
  var all = sigset_t()
  var before = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  let start = Unmanaged.passRetained(ThreadStart(body))
  var thread = pthread_t()
  let result = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().body()
      return nil
    }, start.toOpaque())
  guard result == 0 else {
    start.release()
    throw SQLiteError(
      code: .cannotOpen, extendedCode: SQLiteError.Code.cannotOpen.rawValue,
      doing: "start the writer's thread", message: String(cString: strerror(result)),
      systemError: result)
  }
  pthread_detach(thread)
  return thread
}

private final class ThreadStart: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
