import Kernel
import Testing

@testable import BluetoothHost

@Suite("A scan")
struct DiscoveryKeeperTests {
  private let start = MonotonicTime(nanoseconds: 1_000)
  private var patience: Duration { DiscoveryKeeper.patience }

  private func scanning() -> DiscoveryKeeper {
    var keeper = DiscoveryKeeper()
    #expect(keeper.want(true) == .start)
    #expect(keeper.started(true, at: start) == .nothing)
    return keeper
  }

  @Test("goes on for as long as it is wanted")
  func wanted() {
    var keeper = scanning()
    #expect(keeper.want(true) == .nothing)
    #expect(keeper.changed(isOn: false, at: start) == .start)
    #expect(keeper.started(true, at: start) == .nothing)
    #expect(keeper.want(false) == .stop)
    #expect(keeper.changed(isOn: false, at: start) == .nothing)
    #expect(keeper.stopped() == .nothing)
    #expect(keeper.tick(at: start + patience) == .nothing)
  }

  @Test("that was refused is tried again at the next tick")
  func refused() {
    var keeper = DiscoveryKeeper()
    #expect(keeper.want(true) == .start)
    #expect(keeper.started(false, at: start) == .nothing)
    #expect(keeper.tick(at: start) == .start)
  }

  @Test("that is stuck is stopped, and started anew")
  func stuck() {
    var keeper = scanning()
    keeper.heard(at: start + .seconds(5))
    #expect(keeper.tick(at: start + patience) == .nothing)
    #expect(keeper.tick(at: start + .seconds(5) + patience) == .stop)
    #expect(keeper.stopped() == .start)
  }

  @Test("that is no longer wanted when it has started is stopped")
  func changedMind() {
    var keeper = DiscoveryKeeper()
    #expect(keeper.want(true) == .start)
    #expect(keeper.want(false) == .nothing)
    #expect(keeper.started(true, at: start) == .stop)
    #expect(keeper.want(true) == .nothing)
    #expect(keeper.stopped() == .start)
  }
}
