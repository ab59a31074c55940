import HTTP
import JSON
import SQLite

/// Writes refused authorisations to the audit log (AU-01), so many in a minute and loop: a caller who knocks a thousand times
/// a second fills neither the log nor the writer's queue.
struct RefusalLog {
  private let desk: AccountDesk
  private var minute: Int64 = 0
  private var written = 0
  /// Not written since the last record that was.
  private var suppressed = 0

  init(desk: AccountDesk) { self.desk = desk }

  mutating func note(
    _ lack: AccessRule.Lack, of session: Session, request: UInt64, at now: Timestamp
  ) {
    if now.milliseconds / 60_000 != minute {
      minute = now.milliseconds / 60_000
      written = 0
    }
    guard written < AccountPolicy.refusalsLogged else {
      suppressed += 1
      return
    }
    written += 1
    let before = suppressed == 0 ? "" : "; \(suppressed) more before were not written"
    suppressed = 0
    let record = AuditRecord(
      actor: session.account, subject: session.account, action: "access", result: .refused,
      note: Self.words(for: lack) + before, requestID: request)
    let log = desk.log
    // A full queue loses the record and not the answer: refusing is what matters (CR-06).
    desk.writer.submit {
      try log.append(record, at: now, in: $0)
    } then: { _ in
    }
  }

  private static func words(for lack: AccessRule.Lack) -> String {
    switch lack {
    case .scope(let scope): "scope \(scope.names.joined(separator: " "))"
    case .role: "role"
    case .stepUp(let action): "step-up for \(action)"
    }
  }
}
