import JSON
import SQLite

/// A phone that its owner misses (LM-01, LM-02).
extension PhoneDesk {
  /// Shows the message on the phone, with a place to write to that is nobody's address.
  func lose(
    _ device: DeviceID, of account: AccountID, showing message: String, now: Timestamp,
    in transaction: Transaction
  ) throws -> End<PhoneLockStore.Row> {
    try move(device, of: account, by: .lose, now: now, in: transaction) { row in
      (row.message, row.relay) = (message, .random())
    }
  }

  /// Passes what a finder wrote on to the owner. False when no lost phone is behind it, which is not told.
  func pass(
    _ words: String, behind relay: RelayID, now: Timestamp, in transaction: Transaction
  ) throws -> Bool {
    guard let row = try PhoneLockStore.row(behind: relay, in: transaction),
      let binding = row.binding
    else { return false }
    try credentials.notices.append(
      binding.account, kind: "phone.found",
      [
        "device": .string(binding.device.description), "message": .string(LogText.cleaned(words)),
      ], at: now, in: transaction)
    return true
  }

  /// Whether a phone shows what a finder could abuse: addresses, numbers and links are read from screens by those who then write to the owner in
  /// somebody else's name.
  static func namesItsOwner(_ message: String) -> Bool {
    let digits = message.unicodeScalars.count { $0.properties.numericType != nil }
    return digits >= 5 || message.contains("@") || message.contains("://")
      || message.lowercased().contains("www.")
  }
}
