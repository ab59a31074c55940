import Cryptography
import JSON
import SQLite

/// The one place that moves the locks of phones, and signs what lets them be reset (LK-05, LK-13).
///
/// Thread: the writer's, inside a piece; the transaction is the caller's.
struct PhoneDesk: Sendable {
  /// The lock key, which signs permits and nothing else.
  let key: Ed25519.PrivateKey
  let credentials: CredentialDesk

  /// What a request to move a lock came to.
  enum End<Value: Sendable>: Sendable {
    case done(Value)
    /// The account has no such phone, or it was never bound.
    case noSuchPhone
    /// The lock stands where this may not be done.
    case refused(PhoneLock)
    case tooEarly(Timestamp)
  }

  // MARK: Binding

  enum BindEnd: Sendable {
    case bound(PhoneLockStore.Row)
    /// It is somebody's. Nobody is told whose.
    case taken
    case proofWrong
    case noSuchPhone
  }

  /// Binds a phone to the account of the session on it, by the key that it shows to have (LK-02).
  func bind(
    _ device: DeviceID, of account: AccountID, by proof: PhoneProof, now: Timestamp,
    in transaction: Transaction
  ) throws -> BindEnd {
    guard
      try DeviceStore.row(of: device, of: account, in: transaction)?.device.kind == .phone
    else { return .noSuchPhone }
    guard
      proof.proves(PhoneKey.message("phone-bind", device.description, account.description))
    else { return .proofWrong }
    let known = try PhoneLockStore.row(of: proof.key.digest, in: transaction)
    let state = known?.state ?? .unbound
    guard let next = state.after(.bind) else {
      try note(.bind, device, of: account, .refused, now: now, in: transaction)
      return .taken
    }
    // Another key of the same phone stays behind unbound: a phone that was taken apart and put together is another.
    let row = PhoneLockStore.Row(
      key: proof.key.digest, binding: .init(account: account, device: device), state: next,
      version: (known?.version ?? 0) + 1)
    guard try PhoneLockStore.row(of: device, of: account, in: transaction) == nil else {
      return .taken
    }
    try PhoneLockStore.save(row, in: transaction)
    try note(.bind, device, of: account, .done, now: now, in: transaction)
    return .bound(row)
  }

  // MARK: Moving

  /// Makes the move, or writes down that it was refused (LK-01).
  func move(
    _ device: DeviceID, of account: AccountID, by move: PhoneLock.Move, now: Timestamp,
    in transaction: Transaction, _ change: (inout PhoneLockStore.Row) -> Void = { _ in }
  ) throws -> End<PhoneLockStore.Row> {
    guard
      var row = try PhoneLockStore.row(of: device, of: account, in: transaction)?.settled(at: now)
    else { return .noSuchPhone }
    guard let next = row.state.after(move) else {
      try note(move, device, of: account, .refused, now: now, in: transaction)
      return .refused(row.state)
    }
    if move == .release, let until = row.until, now < until { return .tooEarly(until) }
    row.state = next
    (row.until, row.transfer, row.message, row.relay) = (nil, nil, nil, nil)
    if next == .unbound { row.binding = nil }
    change(&row)
    try PhoneLockStore.save(row, in: transaction)
    try note(move, device, of: account, .done, now: now, in: transaction)
    return .done(row)
  }

  // MARK: Permits

  /// How a permit reaches the phone.
  enum Way: String, Sendable {
    case online
    /// Read from a screen and typed, wherever the owner finds one.
    case offline

    var life: Duration {
      switch self {
      case .online: AccountPolicy.onlinePermitLife
      case .offline: AccountPolicy.offlinePermitLife
      }
    }
  }

  /// Lets the phone erase itself; it stays its owner's.
  func permitErasing(
    _ device: DeviceID, of account: AccountID, showing nonce: PermitNonce, by way: Way,
    now: Timestamp, in transaction: Transaction
  ) throws -> End<[UInt8]> {
    guard
      let row = try PhoneLockStore.row(of: device, of: account, in: transaction)
    else { return .noSuchPhone }
    return .done(
      try permit(
        .eraseAndKeepLock, device, of: account, row.version, nonce, way, now: now, in: transaction))
  }

  /// Lets the phone go, and lets it erase itself. From then on it is nobody's, whether it has heard of it or not.
  func release(
    _ device: DeviceID, of account: AccountID, showing nonce: PermitNonce, by way: Way,
    now: Timestamp, in transaction: Transaction
  ) throws -> End<[UInt8]> {
    switch try move(device, of: account, by: .release, now: now, in: transaction) {
    case .done(let row):
      .done(
        try permit(
          .eraseAndRelease, device, of: account, row.version, nonce, way, now: now, in: transaction
        ))
    case .noSuchPhone: .noSuchPhone
    case .refused(let state): .refused(state)
    case .tooEarly(let time): .tooEarly(time)
    }
  }

  private func permit(
    _ action: ResetPermit.Action, _ device: DeviceID, of account: AccountID, _ version: Int64,
    _ nonce: PermitNonce, _ way: Way, now: Timestamp, in transaction: Transaction
  ) throws -> [UInt8] {
    let number = SecureRandom.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let permit = ResetPermit(
      action: action, device: device, version: version, nonce: nonce, notBefore: now,
      notAfter: now + way.life, number: number, keyID: ResetPermit.keyID(of: key.publicKey))
    try credentials.record(
      "permit.sign", of: account, by: account, note: "\(action) \(device) \(number)", now: now,
      in: transaction)
    return permit.signed(by: key)
  }

  // MARK: Telling

  /// Writes down a move, and tells the account of one that was made, on its phones and at every address (DV-01).
  func note(
    _ move: PhoneLock.Move, _ device: DeviceID, of account: AccountID,
    _ result: AuditRecord.Result, now: Timestamp, in transaction: Transaction
  ) throws {
    let action = "phone.\(move.rawValue)"
    try credentials.record(
      action, of: account, by: account, result: result, note: device.description, now: now,
      in: transaction)
    guard result == .done else { return }
    try credentials.notices.append(
      account, kind: action, ["device": .string(device.description)], at: now, in: transaction)
    try credentials.tell(account, in: transaction) { .phoneLockMoved(to: $0, move) }
  }
}
