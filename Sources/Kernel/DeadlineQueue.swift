/// Deadlines, soonest first: a binary heap of keys. One loop's own.
///
/// There is no cancellation: who no longer wants a deadline ignores its key when it comes. Owners keep one entry each
/// and, when a deadline moves later, leave the entry alone and put it back when it fires; so that setting a deadline costs nothing on
/// the hot path and 16 bytes per owner.
package struct DeadlineQueue {
  /// A deadline and what the owner will be found by.
  package struct Entry: Sendable, Equatable {
    package let time: MonotonicTime
    package let key: UInt64
  }

  private var heap: [Entry] = []

  package init() {}

  package var count: Int { heap.count }

  /// When `popDue` has something next.
  package var next: MonotonicTime? { heap.first?.time }

  package mutating func add(_ time: MonotonicTime, key: UInt64) {
    heap.append(Entry(time: time, key: key))
    siftUp(from: heap.count - 1)
  }

  /// The soonest entry, if it is due.
  package mutating func popDue(_ now: MonotonicTime) -> Entry? {
    guard let first = heap.first, first.time <= now else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    siftDown(from: 0)
    return first
  }

  /// Drops the entries that nobody waits for any more, in linear time.
  package mutating func compact(keeping isWanted: (Entry) -> Bool) {
    heap.removeAll { !isWanted($0) }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(from: index) }
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].time < heap[parent].time else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].time < heap[least].time { least = child }
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
