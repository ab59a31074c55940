package import HTTP
package import SignedMetadata

extension PublishingDesk {
  /// The answer to a signed document that was sent to be published, whatever kind it is: refused when not enough trusted keys have
  /// signed it or what it names is not here, else handed to `take`, which has the rest to say. All of it off the loop.
  ///
  /// `take` must call `confirm` in the transaction that keeps the document: a key may be removed in between.
  package func delivery<Document: ContentDocument>(
    of envelope: [UInt8], as type: Document.Type,
    take: @escaping @Sendable (Verified<Document>, Completion) -> Void
  ) -> Answer {
    later(handing: { [self] completion in
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
      take(verified, completion)
    })
  }
}
