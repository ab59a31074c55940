import HTTP
import Synchronization

/// What a server has done since its start, and what is open now.
package struct ServerCounters: Sendable {
  package var connectionsOpen = 0
  package var connectionsAccepted = 0
  /// Answered 503 or closed, because there were too many.
  package var connectionsRefused = 0
  package var requests = 0
  /// By the status's first digit; the first place is never used.
  package var responsesByClass: [Int] = [0, 0, 0, 0, 0, 0]
  /// To clients, as handed to the kernel: with heads, and encrypted where they are.
  package var bytesSent = 0
  package var streamsOpen = 0
  package init() {}

  mutating func add(_ loop: LoopCounters) {
    connectionsOpen += loop.connectionsOpen.value
    connectionsAccepted += loop.connectionsAccepted.value
    connectionsRefused += loop.connectionsRefused.value
    requests += loop.requests.value
    bytesSent += loop.bytesSent.value
    streamsOpen += loop.streamsOpen.value
    for (index, tally) in loop.responses.enumerated() { responsesByClass[index] += tally.value }
  }
}

/// The counts of one loop.
final class LoopCounters: Sendable {
  let connectionsOpen = Tally()
  let connectionsAccepted = Tally()
  let connectionsRefused = Tally()
  let requests = Tally()
  let bytesSent = Tally()
  let streamsOpen = Tally()
  let responses = (0..<6).map { _ in Tally() }

  func answered(_ status: Status) { responses[min(Int(status.rawValue) / 100, 5)].add(1) }
}

/// A number that one thread changes and any thread reads: a load and a store, with no locked instruction between them.
final class Tally: Sendable {
  private let number = Atomic<Int>(0)

  var value: Int { number.load(ordering: .relaxed) }

  @inline(__always)
  func add(_ amount: Int) {
    number.store(number.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }
}
