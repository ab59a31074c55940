/// What waits for the writer: bounded, first come first served, from any thread to one.
final class WorkQueue: Sendable {
  /// A piece of work with the two ways to answer it, exactly one of which is called, once.
  struct Piece: Sendable {
    /// Answers how to say that it worked, to be called after the commit.
    let work: @Sendable (Transaction) throws -> Answer
    let fail: @Sendable (Writer.Failure) -> Void
  }
  typealias Answer = @Sendable () -> Void

  private struct State {
    var pieces: [Piece] = []
    var isClosed = false
    var isFinished = false
  }

  private let state = Monitor(State())
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Nil when the piece was queued, otherwise why not.
  func add(_ piece: Piece) -> Writer.Failure? {
    state.change { state in
      if state.isClosed { return .closed }
      if state.pieces.count >= limit { return .overloaded }
      state.pieces.append(piece)
      return nil
    }
  }

  /// Waits for work and takes what is there, `most` pieces at a time; empty when the queue is closed and done.
  func take(most: Int) -> [Piece] {
    state.wait { state in
      if state.pieces.isEmpty { return state.isClosed ? [] : nil }
      let taken = Array(state.pieces.prefix(most))
      state.pieces.removeFirst(taken.count)
      return taken
    }
  }

  /// No more work is taken in; what is queued will still be done.
  func close() { state.change { $0.isClosed = true } }

  /// Said by the writer's thread as its last word.
  func finish() { state.change { $0.isFinished = true } }

  /// How many pieces have not been taken yet.
  var count: Int { state.change { $0.pieces.count } }

  var isFinished: Bool { state.change { $0.isFinished } }

  func waitUntilFinished() { state.wait { $0.isFinished ? () : nil } }
}
