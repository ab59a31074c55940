package struct AuditRecord: Sendable {
  package let actor: AccountID?
  package let subject: AccountID?
  /// As `session.end`.
  package let action: String
  package let result: Result
  /// Free words, bounded, cleaned of control characters by the log.
  package let note: String?
  package let requestID: UInt64?
  package enum Result: String, Sendable { case done, refused }
  package init(
    actor: AccountID?, subject: AccountID?, action: String, result: Result, note: String? = nil,
    requestID: UInt64? = nil
  ) {
    self.actor = actor
    self.subject = subject
    self.action = action
    self.result = result
    self.note = note
    self.requestID = requestID
  }
}
