import HTTP
import SQLite

extension AccountDesk {
  /// The three steps of whatever asks for a password: see `CredentialDesk`. Answered after the last one's commit; a step may end it
  /// before.
  ///
  /// A place at the hashes is taken first, so that 503 is answered before a try is counted.
  ///
  /// - Parameter caller: asked for again in each piece; nil for a route that anyone may call.
  func hashed<Check: Sendable, Verdict: Sendable, End: Sendable>(
    as caller: Caller?,
    prepare: @escaping @Sendable (Transaction) throws -> Step<Check, End>,
    judge: @escaping @Sendable (Check) -> Step<Verdict, End>,
    finish: @escaping @Sendable (Verdict, Transaction) throws -> End,
    answer: @escaping @Sendable (End) -> Response
  ) -> Answer {
    guard let place = credentials.passwords.gate.enter() else {
      return .now(Problem.tooManyHashes.response)
    }
    return .later { [self] completion in
      let end = { @Sendable (result: Result<End, Writer.Failure>) in
        switch result {
        case .success(let end): completion.finish(answer(end))
        case .failure(let failure): completion.finish(Problem.unwritten(failure).response)
        }
      }
      writer.submit { [self] transaction in
        if let caller { try confirm(caller, in: transaction) }
        return try prepare(transaction)
      } then: { [self] (result: Result<Step<Check, End>, Writer.Failure>) in
        switch result {
        case .failure(let failure): end(.failure(failure))
        case .success(.end(let over)): end(.success(over))
        case .success(.go(let check)):
          place.run { [self] in
            switch judge(check) {
            case .end(let over): end(.success(over))
            case .go(let verdict):
              writer.submit(
                { [self] transaction in
                  if let caller { try confirm(caller, in: transaction) }
                  return try finish(verdict, transaction)
                }, then: end)
            }
          }
        }
      }
    }
  }
}
