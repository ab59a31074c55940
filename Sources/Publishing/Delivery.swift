package import SQLite
package import SignedMetadata

/// Why a signed document is not taken, before anybody asked what it means.
package enum DeliveryRefusal: Error {
  case document(DocumentRefusal)
  /// A key that signed it was removed a moment ago.
  case signerRemoved
  /// What it names is not here, or is not as long as it says; never empty.
  case objects([PublishingDesk.ObjectFault])
}

extension PublishingDesk {
  /// A document that may be taken: signed by enough keys that are trusted in this very transaction, with everything it names here
  /// and whole. On the writer's thread, so that a key's removal that was answered is never overtaken; the largest document holds
  /// the writer up for some milliseconds.
  ///
  /// - Throws: `DeliveryRefusal`, `SQLiteError`, `ObjectStoreError`.
  package func admit<Document: ContentDocument>(
    _ envelope: [UInt8], as type: Document.Type, in transaction: Transaction
  ) throws -> Verified<Document> {
    let verified: Verified<Document>
    switch verify(envelope, as: type) {
    case .success(let document): verified = document
    case .failure(let refusal): throw DeliveryRefusal.document(refusal)
    }
    do {
      try confirm(verified, in: transaction)
    } catch is SignerRemoved {
      throw DeliveryRefusal.signerRemoved
    }
    let faults = try faults(in: verified.document)
    guard faults.isEmpty else { throw DeliveryRefusal.objects(faults) }
    return verified
  }
}
