package import AccountSession
package import Cryptography
import JSON
package import SQLite
import SignedMetadata
import Synchronization

/// What the content team has delivered: its keys, its uploads, and the signed documents that name them. What a theme or a release
/// means is decided elsewhere.
package final class PublishingDesk: Sendable {
  package static let migrations = TrustedKeyStore.migrations
  /// Uploads to which nothing was added for so long are removed at the start.
  package static let longestPause: Duration = .seconds(7 * 86_400)
  /// The same while too many are under way.
  static let longestPauseInACrowd: Duration = .seconds(3_600)

  package let objects: ObjectStore
  let accounts: AccountDesk
  private let ring: Mutex<KeyRing>
  /// Two lanes, as the store has two halves; 8 bodies of 4 MiB is what may wait for a slow disk.
  private let lanes = WorkLanes(count: 2, most: 8)

  /// Loads the trusted keys and removes what nobody uploads any more. Waits for the disk.
  package init(accounts: AccountDesk, objects: ObjectStore) throws {
    self.accounts = accounts
    self.objects = objects
    let keys = try accounts.writer.perform { try TrustedKeyStore.all(in: $0) }
    ring = Mutex(KeyRing(keys: keys))
    try objects.removeUploads(
      idleSince: (accounts.clock.now - Self.longestPause).milliseconds)
  }

  // MARK: For Themes and Updates

  /// Reads a signed document as it came, believing nothing before enough keys of the document's role have signed it.
  ///
  /// Takes some milliseconds for the largest: never on a loop.
  func verify<Document: ContentDocument>(
    _ envelope: [UInt8], as type: Document.Type
  ) -> Result<Verified<Document>, DocumentRefusal> {
    let trust = ring.withLock { $0 }.trust(for: Document.role)
    return SignedEnvelope.parse(envelope)
      .mapError { .malformed($0) }
      .flatMap { $0.verified(as: type, by: trust) }
  }

  /// A key that signed was removed since the document was verified.
  package struct SignerRemoved: Error {}

  /// Asks once more, in the transaction that takes the document, whether its signers are trusted: a removal that was answered before
  /// is never overtaken.
  ///
  /// - Throws: `SignerRemoved`.
  func confirm<Document: ContentDocument>(
    _ verified: Verified<Document>, in transaction: Transaction
  ) throws {
    let ring = KeyRing(keys: try TrustedKeyStore.all(in: transaction))
    let trust = ring.trust(for: Document.role)
    guard verified.signers.count(where: { trust[$0] != nil }) >= trust.threshold else {
      throw SignerRemoved()
    }
  }

  /// What stands between a document and being taken, as far as its objects go.
  package enum ObjectFault: Hashable, Sendable {
    case missing(Digest)
    /// The document lists another length than the object has.
    case wrongLength(Digest, listed: Int64, stored: Int64)
  }

  /// Nothing when all objects of the document are here, whole and as long as it says. Asks the file system once for each.
  func faults(
    in document: some ContentDocument
  ) throws(ObjectStoreError) -> [ObjectFault] {
    var faults: [ObjectFault] = []
    for object in document.objects {
      let stored = try objects.length(of: object.sha256)
      if stored == nil { faults.append(.missing(object.sha256)) }
      if let stored, stored != object.length {
        faults.append(.wrongLength(object.sha256, listed: object.length, stored: stored))
      }
    }
    return faults
  }

  /// Takes the next piece of an object; abandoned uploads make room when there are too many. Waits for the disk.
  func receive(
    _ piece: [UInt8], of digest: Digest, at offset: Int64, total: Int64
  ) throws(ObjectStoreError) -> ObjectStore.Reception {
    let reception = try objects.receive(piece, of: digest, at: offset, total: total)
    guard reception == .tooMany else { return reception }
    try objects.removeUploads(
      idleSince: (accounts.clock.now - Self.longestPauseInACrowd).milliseconds)
    return try objects.receive(piece, of: digest, at: offset, total: total)
  }

  // MARK: Keys

  /// The keys trusted now, in the order they were added.
  package var trustedKeys: [TrustedKey] { ring.withLock { $0.keys } }

  enum KeyRefusal: Error {
    case alreadyTrusted
    case notTrusted
    case tooMany
  }

  /// Trusts the key once the transaction has committed.
  ///
  /// - Throws: `KeyRefusal`.
  func trust(_ key: TrustedKey, requestID: UInt64, in transaction: Transaction) throws {
    guard try TrustedKeyStore.all(in: transaction).count < KeyRing.mostKeys else {
      throw KeyRefusal.tooMany
    }
    guard try TrustedKeyStore.add(key, in: transaction) else { throw KeyRefusal.alreadyTrusted }
    let roles = key.roles.map(\.rawValue).joined(separator: ", ")
    try accounts.audit(
      AuditRecord(
        actor: key.addedBy, subject: nil, action: "publish.key.add", result: .done,
        note: "\(key.key.id) (\(key.name)) for \(roles)", requestID: requestID),
      in: transaction)
    try renewRing(in: transaction)
  }

  /// Likewise. What the key has signed before stays live until it is withdrawn.
  func distrust(
    _ id: KeyID, by account: AccountID, requestID: UInt64, in transaction: Transaction
  ) throws {
    guard try TrustedKeyStore.remove(id, by: account, at: accounts.clock.now, in: transaction)
    else { throw KeyRefusal.notTrusted }
    try accounts.audit(
      AuditRecord(
        actor: account, subject: nil, action: "publish.key.remove", result: .done,
        note: id.rawValue, requestID: requestID),
      in: transaction)
    try renewRing(in: transaction)
  }

  private func renewRing(in transaction: Transaction) throws {
    let ring = KeyRing(keys: try TrustedKeyStore.all(in: transaction))
    transaction.afterCommit { self.ring.withLock { $0 = ring } }
  }

  // MARK: Work that waits for the disk

  /// Runs `work` off the loop; false when too much is waiting already.
  func run(lane: Int, _ work: @escaping @Sendable () -> Void) -> Bool {
    lanes.run(lane: lane, work)
  }
}
