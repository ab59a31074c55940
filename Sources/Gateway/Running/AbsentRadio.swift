import Accessories

/// No radio: its events have ended before they began, so whoever wants a link is told at once that there is none to make it with.
struct AbsentRadio: AccessoryRadio {
  let events = AsyncStream<RadioEvent> { $0.finish() }
  func send(_ command: RadioCommand) {}
}
