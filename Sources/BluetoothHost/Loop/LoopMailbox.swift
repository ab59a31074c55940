import Kernel
import Synchronization

/// What other threads ring so that a loop looks into its mailboxes.
final class LoopBell: Sendable {
  let wakeup: Wakeup

  init() throws(KernelError) { wakeup = try Wakeup() }
}

/// Messages from any thread to a loop, delivered there in the order sent.
package final class LoopMailbox<Message: Sendable>: Sendable {
  private enum State {
    case open([Message])
    case closed
  }

  private let state = Mutex(State.open([]))
  private let bell: LoopBell
  private let capacity: Int

  init(bell: LoopBell, capacity: Int = 4_096) {
    self.bell = bell
    self.capacity = capacity
  }

  /// Never waits.
  /// - Parameter isUrgent: accepted however far behind the loop is.
  /// - Returns: false when the loop has ended, or is so far behind that the message was dropped.
  @discardableResult
  package func send(_ message: Message, isUrgent: Bool = false) -> Bool {
    let isAccepted = state.withLock { state in
      guard case .open(var messages) = state, isUrgent || messages.count < capacity else {
        return false
      }
      // Let go of the stored array first, or every message would copy it.
      state = .closed
      messages.append(message)
      state = .open(messages)
      return true
    }
    if isAccepted { bell.wakeup.wake() }
    return isAccepted
  }

  func takeAll() -> [Message] {
    state.withLock { state in
      guard case .open(let messages) = state else { return [] }
      state = .open([])
      return messages
    }
  }

  /// - Returns: what was accepted and not yet taken.
  func close() -> [Message] {
    state.withLock { state in
      guard case .open(let messages) = state else { return [] }
      state = .closed
      return messages
    }
  }
}
