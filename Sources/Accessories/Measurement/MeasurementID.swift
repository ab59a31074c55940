/// Names one measurement among its account's, for the owner to speak of.
package struct MeasurementID: Hashable, Sendable {
  let kind: MeasurementKind
  let fingerprint: Int64

  init(kind: MeasurementKind, fingerprint: Int64) {
    self.kind = kind
    self.fingerprint = fingerprint
  }

  package var text: String { kind.rawValue + "-" + String(fingerprint, radix: 36) }

  /// Nil unless it is exactly what `text` writes.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = MeasurementKind(rawValue: String(parts[0])),
      let fingerprint = Int64(parts[1], radix: 36)
    else { return nil }
    self.init(kind: kind, fingerprint: fingerprint)
    guard self.text == text else { return nil }
  }
}
