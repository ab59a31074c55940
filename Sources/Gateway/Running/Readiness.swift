import Synchronization

/// Whether requests should be sent here, for `/readyz`. Any thread.
package final class Readiness: Sendable {
  package enum State: UInt8, Sendable {
    case starting
    case ready
    /// On its way out: what is under way finishes, what is new goes elsewhere.
    case draining
  }

  private let current = Atomic<UInt8>(State.starting.rawValue)

  package init() {}

  package var state: State {
    get { State(rawValue: current.load(ordering: .acquiring)) ?? .starting }
    set { current.store(newValue.rawValue, ordering: .releasing) }
  }
}
