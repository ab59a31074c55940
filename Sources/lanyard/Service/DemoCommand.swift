import Commands
import Demo
import Gateway
import Kernel

/// `lanyard demo`: the whole product with nothing to set up.
enum DemoCommand {
  private static let tour = Parameter<Bool>.flag(
    "tour", help: "tell the whole story once, check every step, and end")
  private static let data = Parameter<String?>.option(
    "data", "DIR", completion: .directories,
    help: "keep everything in this folder; a temporary one that is removed when left out")
  private static let content = Parameter<String?>.option(
    "content", "DIR", completion: .directories,
    help: "a folder with Catalog and Firmware; found from the working directory when left out")

  private static let listen = Parameter<String>.option(
    "listen", "HOST:PORT", default: "127.0.0.1:8080",
    help: "where the demo listens; port 0 lets the system choose")
  private static let tls = Parameter<Bool>.flag(
    "tls", help: "with a certificate of its own making; the tour always has one")

  static let command = Command(
    "demo", "Show the whole product with a simulated band and scales",
    details: """
      The HTTP server, the store, the signatures and the command lines are the real ones; only the radio is simulated, down to \
      accessories that speak real ATT over real sockets.
      """,
    parameters: [tour, data, content, listen, tls],
    examples: [
      .init("lanyard demo", "A gateway to try out, with people, themes and accessories"),
      .init("lanyard demo --tour", "The story in some twenty steps, each checked"),
    ]
  ) { call in
    // Before any thread is started.
    let signals = try SignalQueue(call[tour] ? [] : [.interrupt, .terminate, .hangUp])
    let publisher = try ThisProgram.sibling("lanyard-publish")
    if call[tour] {
      let tour = try Tour(
        content: Content(at: call[content]), publisher: publisher, data: call[data],
        on: call.terminal)
      return tour.run() ? .ok : .failed
    }
    guard let address = ListenAddress(call[listen]), address.isLoopback else {
      throw UsageError("--listen takes an address of this machine alone, not '\(call[listen])'")
    }
    let show = try Show(
      content: call[content] == nil ? try? Content(at: nil) : Content(at: call[content]),
      publisher: publisher, data: call[data], listen: address, isSecure: call[tls],
      on: call.terminal)
    try show.run(until: signals)
    return .ok
  }
}
