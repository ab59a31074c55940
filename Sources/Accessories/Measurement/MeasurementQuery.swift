import AccountSession
import JSON

/// What of an account's measurements is asked for.
struct MeasurementQuery: Hashable, Sendable {
  let account: AccountID
  let kind: MeasurementKind
  /// Nil for all that measure the kind.
  var accessory: DeviceID?
  /// The first moment, and the first that is not asked for any more.
  var from: Timestamp
  var to: Timestamp
  var cursor: MeasurementCursor?
  var person = Attribution.Person.owner
}

/// Where a page ended. It names a row and no place in a list, so that nothing is skipped or seen twice when rows are added.
package struct MeasurementCursor: Hashable, Sendable {
  /// Milliseconds since 1970.
  let takenAt: Int64
  let fingerprint: Int64

  init(takenAt: Int64, fingerprint: Int64) {
    self.takenAt = takenAt
    self.fingerprint = fingerprint
  }

  /// As clients send it back; its content is not theirs to know.
  package var text: String {
    String(takenAt, radix: 36) + "-" + String(fingerprint, radix: 36)
  }

  /// Nil unless it is exactly what `text` writes.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let takenAt = Int64(parts[0], radix: 36),
      let fingerprint = Int64(parts[1], radix: 36)
    else { return nil }
    self.init(takenAt: takenAt, fingerprint: fingerprint)
    guard self.text == text else { return nil }
  }
}

/// A measurement as it is kept.
struct StoredMeasurement: Hashable, Sendable {
  let cursor: MeasurementCursor
  let kind: MeasurementKind
  /// In the kind's unit.
  let value: Int64
  let timeSource: Measurement.TimeSource
  let accessory: DeviceID
  let isAuthenticated: Bool
  let attribution: Attribution

  var id: MeasurementID { MeasurementID(kind: kind, fingerprint: cursor.fingerprint) }
  var takenAt: Timestamp { Timestamp(milliseconds: cursor.takenAt) }
}
