/// What the writer's thread does: pieces in, one commit, answers out. It lives on that thread.
final class GroupCommit {
  private let prepared: PreparedConnection
  private let revision: CommitCounter

  /// What has become of a piece before the commit.
  private enum Attempt {
    case kept(WorkQueue.Answer, effects: [@Sendable () -> Void])
    case refused(Writer.Failure)
  }

  init(_ connection: consuming Connection, revision: CommitCounter) {
    prepared = PreparedConnection(connection)
    self.revision = revision
  }

  /// Runs the pieces in order and answers every one of them, after the commit.
  ///
  /// A refusal is answered after the commit as well: it may rest on what an earlier piece of the same batch has written.
  func run(_ batch: [WorkQueue.Piece]) {
    var attempted: [(piece: WorkQueue.Piece, attempt: Attempt)] = []
    for (index, piece) in batch.enumerated() {
      if let failure = beginIfNeeded() {
        // Each attempt may wait seconds for another process's lock, so the rest is not made to try.
        for piece in batch[index...] { piece.fail(failure) }
        return
      }
      let attempt = attempt(piece)
      attempted.append((piece, attempt))
      if case .refused(let failure) = attempt, !prepared.connection.isInTransaction {
        // SQLite has rolled back everything, as it may when the disk is full: what came before is lost too.
        for (piece, _) in attempted { piece.fail(failure) }
        attempted = []
      }
    }
    guard !attempted.isEmpty else { return }
    if let failure = commit() {
      for (piece, _) in attempted { piece.fail(failure) }
    } else {
      publish(attempted)
    }
  }

  /// Folds the log back into the file, so that a closed database is one file again.
  func checkpoint() {
    // A reader elsewhere may hold an older snapshot; the log then stays, and is as durable as the file.
    try? prepared.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private func beginIfNeeded() -> Writer.Failure? {
    guard !prepared.connection.isInTransaction else { return nil }
    do throws(SQLiteError) {
      try prepared.execute("BEGIN IMMEDIATE")
      return nil
    } catch {
      return Writer.Failure(error)
    }
  }

  /// Runs one piece between a savepoint and its release, or undoes what it did.
  private func attempt(_ piece: WorkQueue.Piece) -> Attempt {
    let transaction = Transaction(on: prepared)
    defer { transaction.end() }
    do {
      try prepared.execute("SAVEPOINT piece")
      let answer = try piece.work(transaction)
      try transaction.runEndings()
      try prepared.execute("RELEASE piece")
      return .kept(answer, effects: transaction.effects)
    } catch {
      undoPiece()
      return .refused(Writer.Failure(error))
    }
  }

  private func undoPiece() {
    guard prepared.connection.isInTransaction else { return }
    do throws(SQLiteError) {
      try prepared.execute("ROLLBACK TO piece")
      try prepared.execute("RELEASE piece")
    } catch {
      rollBack()
    }
  }

  private func commit() -> Writer.Failure? {
    do throws(SQLiteError) {
      try prepared.execute("COMMIT")
      return nil
    } catch {
      rollBack()
      return Writer.Failure(error)
    }
  }

  private func rollBack() {
    guard prepared.connection.isInTransaction else { return }
    // SQLite answers an error only when there is nothing left to roll back.
    _ = try? prepared.execute("ROLLBACK")
  }

  /// The order is a promise: readers learn of the commit first, then what hangs on it changes, and only then is anyone
  /// answered. Whoever holds an answer finds everything in place.
  private func publish(_ attempted: [(piece: WorkQueue.Piece, attempt: Attempt)]) {
    revision.advance()
    for case (_, .kept(_, let effects)) in attempted { for effect in effects { effect() } }
    for (piece, attempt) in attempted {
      switch attempt {
      case .kept(let answer, _): answer()
      case .refused(let failure): piece.fail(failure)
      }
    }
  }
}
