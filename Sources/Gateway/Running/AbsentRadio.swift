import Accessories

/// No radio: nothing is nearby, and whoever asks for a link is told at once that there is none to make it with.
final class AbsentRadio: AccessoryRadio {
  let events: AsyncStream<RadioEvent>
  private let told: AsyncStream<RadioEvent>.Continuation

  init() {
    // One answer a command, and commands come from people.
    (events, told) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1_024))
  }

  func send(_ command: RadioCommand) {
    switch command {
    case .restore, .bondKept, .startDiscovery, .stopDiscovery, .cancel, .answerPairing, .confirm:
      break
    case .link(let peer, _): told.yield(.failed(peer, .radioGone))
    case .unlink(let peer): told.yield(.unlinked(peer))
    }
  }
}
