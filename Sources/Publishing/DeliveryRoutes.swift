package import AccountSession
package import HTTP
package import SQLite
package import SignedMetadata

extension PublishingDesk {
  /// The answer to a signed document that was sent to be published, whatever kind it is: refused when not enough trusted keys have
  /// signed it or what it names is not here, else taken by `take`, in a transaction in which the caller's session and the signers
  /// are asked for once more. Reading and checking happen off the loop.
  package func delivery<Document: ContentDocument, Taken: Sendable>(
    of envelope: [UInt8], as type: Document.Type, by caller: Caller,
    take: @escaping @Sendable (Verified<Document>, Transaction) throws -> Taken,
    answer: @escaping @Sendable (Taken) -> Response
  ) -> Answer {
    later(lane: 0) { [self] completion in
      let verified: Verified<Document>
      switch verify(envelope, as: type) {
      case .success(let document): verified = document
      case .failure(let refusal): return completion.finish(Problem.refusing(refusal).response)
      }
      do throws(ObjectStoreError) {
        if let problem = Problem.refusing(try faults(in: verified.document)) {
          return completion.finish(problem.response)
        }
      } catch {
        return completion.finish(Problem.refusing(error).response)
      }
      accounts.finish(completion, as: caller) { transaction in
        try self.confirm(verified, in: transaction)
        return try take(verified, transaction)
      } answer: {
        answer($0)
      }
    }
  }
}
