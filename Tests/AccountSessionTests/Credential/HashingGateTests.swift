import Dispatch
import Synchronization
import Testing

@testable import AccountSession

@Suite("The gate to the hashes")
struct HashingGateTests {
  /// Counts who is inside, and how many at most there were.
  final class Tally: Sendable {
    private let state = Mutex((inside: 0, most: 0, done: 0))
    func enter() {
      state.withLock {
        $0.inside += 1
        $0.most = max($0.most, $0.inside)
      }
    }
    func leave() {
      state.withLock {
        $0.inside -= 1
        $0.done += 1
      }
    }
    var most: Int { state.withLock(\.most) }
    var done: Int { state.withLock(\.done) }
  }

  @Test("lets so many through at a time, and everyone in the end (PW-11)")
  func atOnce() {
    let (gate, tally) = (HashingGate(atOnce: 3, waiting: 40), Tally())
    let all = DispatchGroup()
    for _ in 0..<43 {
      let place = gate.enter()
      #expect(place != nil)
      all.enter()
      place?.run {
        tally.enter()
        // Some work, so that others have the time to come in.
        var sum: UInt64 = 0
        for number in 0..<200_000 { sum = sum &* 31 &+ UInt64(number) }
        if sum == 1 { tally.enter() }
        tally.leave()
        all.leave()
      }
    }
    #expect(all.wait(timeout: .now() + .seconds(60)) == .success)
    #expect(tally.done == 43)
    #expect((2...3).contains(tally.most))
  }

  @Test(
    "refuses whoever comes when all places are taken, and takes the next when one is free (PW-11)")
  func full() {
    let gate = HashingGate(atOnce: 1, waiting: 1)
    var first = gate.enter()
    let second = gate.enter()
    #expect(first != nil && second != nil)
    #expect(gate.enter() == nil)
    first = nil
    #expect(gate.enter() != nil)
    withExtendedLifetime(second) {}
  }

  @Test("gives a place back when its hash is done")
  func givenBack() {
    let gate = HashingGate(atOnce: 1, waiting: 0)
    for _ in 0..<50 {
      let isDone = DispatchSemaphore(value: 0)
      // The lane lets go of the last place a moment after its work has ended.
      var place = gate.enter()
      while place == nil { place = gate.enter() }
      place?.run { isDone.signal() }
      place = nil
      #expect(isDone.wait(timeout: .now() + .seconds(60)) == .success)
    }
  }
}
