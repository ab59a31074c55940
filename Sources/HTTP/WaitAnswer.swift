/// A request that waits on its loop until there is something to say. All of it belongs to the connection's loop.
///
/// The server calls `ready` at once, and again whenever its feed is poked for `topic` or for all; the first response it gives is
/// sent, and the wait is over. Before each further call it asks the authority; when that no longer holds, `refused` is sent at once.
/// After `longest` the server sends what `timeIsUp` gives. The connection then goes on as after any response; requests
/// pipelined behind it wait until then, and a peer that goes away ends the wait.
package struct WaitAnswer {
  package var topic: UInt64
  package var authority: Authority
  package var longest: Duration
  /// Nil while there is nothing to say.
  package var ready: () -> Response?
  package var timeIsUp: () -> Response
  package var refused: Response

  package init(
    topic: UInt64, authority: Authority, longest: Duration, ready: @escaping () -> Response?,
    timeIsUp: @escaping () -> Response, refused: Response
  ) {
    self.topic = topic
    self.authority = authority
    self.longest = longest
    self.ready = ready
    self.timeIsUp = timeIsUp
    self.refused = refused
  }
}
