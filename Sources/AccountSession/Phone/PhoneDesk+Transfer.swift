import Cryptography
import JSON
import SQLite

/// Handing a phone to somebody else (LK-07).
extension PhoneDesk {
  /// A code that was made, on its way to its owner.
  struct Offer: Sendable {
    let code: Token
    let until: Timestamp
  }

  func offer(
    _ device: DeviceID, of account: AccountID, for life: Duration, now: Timestamp,
    in transaction: Transaction
  ) throws -> End<Offer> {
    let offer = Offer(code: .random(.transfer), until: now + life)
    let end = try move(device, of: account, by: .offer, now: now, in: transaction) { row in
      (row.transfer, row.until) = (offer.code.digest, offer.until)
    }
    return switch end {
    case .done: .done(offer)
    case .noSuchPhone: .noSuchPhone
    case .refused(let state): .refused(state)
    case .tooEarly(let time): .tooEarly(time)
    }
  }

  /// What a buyer brings, with the phone in hand.
  struct Acceptance: Sendable {
    let code: Token
    let proof: PhoneProof
    let phone: PhoneRegistration
  }

  /// Makes the phone the buyer's, in one transaction: the seller's sessions on it end, it leaves the seller's registry and comes into the buyer's,
  /// bound anew. A phone that sees the higher version erases what was the seller's before anybody signs in on it.
  ///
  /// - Returns: nil for a code that was never made, was used, taken back or is over, or that is another phone's: nobody is told which.
  /// - Throws: `DeviceDesk.TooMany`.
  func accept(
    _ acceptance: Acceptance, by buyer: AccountID, now: Timestamp, in transaction: Transaction
  ) throws -> DeviceID? {
    let (proof, code) = (acceptance.proof, acceptance.code.digest)
    guard
      var row = try PhoneLockStore.row(offeredBy: code, in: transaction)?.settled(at: now),
      row.key == proof.key.digest, let seller = row.binding, seller.account != buyer,
      proof.proves(PhoneKey.message("phone-transfer", code.hex, buyer.description)),
      let next = row.state.after(.handOver),
      let sold = try DeviceStore.row(of: seller.device, of: seller.account, in: transaction)
    else {
      try credentials.record(
        "phone.hand-over", of: buyer, by: buyer, result: .refused, now: now, in: transaction)
      return nil
    }
    // The row lets go of the device before the registry does.
    row.binding = nil
    try PhoneLockStore.save(row, in: transaction)
    try credentials.devices.remove(sold, of: seller.account, now: now, in: transaction)
    let bought = try credentials.devices.registerPhone(
      acceptance.phone, of: buyer, now: now, in: transaction)
    row.binding = .init(account: buyer, device: bought)
    (row.state, row.version, row.until, row.transfer) = (next, row.version + 1, nil, nil)
    try PhoneLockStore.save(row, in: transaction)
    try note(.handOver, seller.device, of: seller.account, .done, now: now, in: transaction)
    try note(.handOver, bought, of: buyer, .done, now: now, in: transaction)
    return bought
  }
}
