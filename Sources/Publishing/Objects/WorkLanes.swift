import Dispatch
import Synchronization

/// A few threads for work that waits for the disk, with a bound: what does not fit is refused at once, so that a slow disk
/// never fills the memory with waiting bodies.
final class WorkLanes: Sendable {
  private let lanes: [DispatchQueue]
  private let waiting = Atomic<Int>(0)
  private let most: Int

  /// - Parameter most: pieces of work queued or running, over all lanes.
  init(count: Int, most: Int) {
    precondition(count >= 1 && most >= 1)
    lanes = (0..<count).map { DispatchQueue(label: "publishing-\($0)", qos: .utility) }
    self.most = most
  }

  /// Runs `work` after everything queued before it on the same lane.
  /// - Returns: false, without running it, when there is too much waiting.
  func run(lane: Int, _ work: @escaping @Sendable () -> Void) -> Bool {
    guard waiting.add(1, ordering: .relaxed).newValue <= most else {
      waiting.subtract(1, ordering: .relaxed)
      return false
    }
    lanes[lane % lanes.count].async {
      work()
      self.waiting.subtract(1, ordering: .relaxed)
    }
    return true
  }
}
