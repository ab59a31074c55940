/// The one way to the kernel. Every call of this target goes through here, so that interruption, would-block and our
/// own mistakes are treated alike everywhere.

/// What a call on a non-blocking descriptor came to.
package enum Outcome<Value: Sendable>: Sendable {
  case done(Value)
  /// Not now: wait until the event queue says that the descriptor is ready.
  case wouldBlock
}

extension Outcome: Equatable where Value: Equatable {}

/// Calls until it is not interrupted. A negative result other than EAGAIN is thrown; EAGAIN is a value.
///
/// EBADF and EFAULT trap: a descriptor that is not ours or a wild pointer would next hit someone else's file.
@inline(__always)
func syscallOrWouldBlock<R: FixedWidthInteger & Sendable>(
  _ call: StaticString, _ object: @autoclosure () -> String? = nil, _ body: () -> R
) throws(KernelError) -> Outcome<R> {
  while true {
    let result = body()
    if result >= 0 { return .done(result) }
    let errno = Errno.last
    switch errno {
    case .interrupted: continue
    case .wouldBlock: return .wouldBlock
    case .badDescriptor, .badAddress:
      preconditionFailure("\(call) failed with \(errno): our mistake")
    default: throw KernelError(call: "\(call)", errno: errno, object: object())
    }
  }
}

/// The same for calls that have nothing to wait for: EAGAIN is thrown like any other failure.
@inline(__always)
@discardableResult
func syscall<R: FixedWidthInteger & Sendable>(
  _ call: StaticString, _ object: @autoclosure () -> String? = nil, _ body: () -> R
) throws(KernelError) -> R {
  switch try syscallOrWouldBlock(call, object(), body) {
  case .done(let result): return result
  case .wouldBlock: throw KernelError(call: "\(call)", errno: .wouldBlock, object: object())
  }
}
