package import HTTP

/// What one loop serves: made on the loop's own thread, and never leaves it.
package struct LoopService {
  package var routes: [Route]
  /// Around each batch of ready events: begin and end the read snapshot here.
  package var batchBegan: () -> Void
  package var batchEnded: () -> Void
  package init(
    routes: [Route], batchBegan: @escaping () -> Void = {}, batchEnded: @escaping () -> Void = {}
  ) {
    self.routes = routes
    self.batchBegan = batchBegan
    self.batchEnded = batchEnded
  }
}
