import Kernel
import Synchronization

/// What many threads put in and one takes out, bounded; the taker sleeps while there is nothing.
///
/// Putting never waits: what does not fit is refused, and counted.
final class Mailbox<Letter: Sendable>: Sendable {
  private struct Contents {
    var letters: [Letter] = []
    var refused = 0
    var isClosed = false
  }

  /// What the taker found.
  struct Delivery {
    let letters: [Letter]
    /// How many did not fit since the last time.
    let refused: Int
    /// Nothing will come any more, and nothing is left.
    let isOver: Bool
  }

  private let contents = Mutex(Contents())
  private let wakeup: Wakeup
  private let limit: Int

  init(limit: Int) throws(KernelError) {
    self.limit = limit
    wakeup = try Wakeup()
  }

  /// To add to an event queue, for reading: readable when there may be something to take.
  var readyNumber: Int32 { wakeup.number }

  /// - Returns: false when the box is full or closed.
  @discardableResult
  func put(_ letter: Letter) -> Bool {
    let (fits, wasEmpty) = contents.withLock { contents in
      guard !contents.isClosed, contents.letters.count < limit else {
        contents.refused += 1
        return (false, false)
      }
      contents.letters.append(letter)
      return (true, contents.letters.count == 1)
    }
    if wasEmpty { wakeup.wake() }
    return fits
  }

  /// Takes no more; what is inside can still be taken.
  func close() {
    contents.withLock { $0.isClosed = true }
    wakeup.wake()
  }

  /// Waits until there is something, the box is closed, or the deadline has come, and takes all of it. One thread.
  func take(until deadline: MonotonicTime) -> Delivery {
    while true {
      let found = contents.withLock { contents in
        defer { (contents.letters, contents.refused) = ([], 0) }
        return Delivery(
          letters: contents.letters, refused: contents.refused,
          isOver: contents.isClosed && contents.letters.isEmpty)
      }
      if !found.letters.isEmpty || found.refused > 0 || found.isOver { return found }
      guard wakeup.wait(until: deadline) else { return found }
    }
  }
}
