import Commands
import Demo

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

  static let command = Command(
    "demo", "Show the whole product with a simulated band and scales",
    details: """
      The HTTP server, the store, the signatures and the command lines are the real ones; only the radio is simulated, down to \
      accessories that speak real ATT over real sockets.
      """,
    parameters: [tour, data, content],
    examples: [.init("lanyard demo --tour", "The story in some twenty steps, each checked")]
  ) { call in
    let content = try Content(at: call[content])
    let tour = try Tour(
      content: content, publisher: ThisProgram.sibling("lanyard-publish"), data: call[data],
      on: call.terminal)
    return tour.run() ? .ok : .failed
  }
}
