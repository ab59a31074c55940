import Synchronization

/// Whether requests should be sent here, and what is missing meanwhile, for `/readyz`. Any thread.
package final class Readiness: Sendable {
  package enum State: Sendable {
    case starting
    case ready
    /// On its way out: what is under way finishes, what is new goes elsewhere.
    case draining
  }

  private struct Standing {
    var state = State.starting
    var remark: String?
  }

  private let standing = Mutex(Standing())

  package init() {}

  package var state: State {
    get { standing.withLock { $0.state } }
    set { standing.withLock { $0.state = newValue } }
  }

  /// A part that is not there while the rest serves, in a sentence for whoever runs the gateway; nil when nothing is missing.
  package var remark: String? {
    get { standing.withLock { $0.remark } }
    set { standing.withLock { $0.remark = newValue } }
  }
}
