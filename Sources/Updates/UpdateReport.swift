package import AccountSession
package import SignedMetadata

/// What a device says became of an update.
///
/// Its own key: one device says one outcome of one version once. So a report may be sent again for as long as its sender is not sure, and
/// needs no key made up for it.
package struct UpdateReport: Hashable, Sendable {
  package enum Outcome: String, CaseIterable, Hashable, Sendable {
    case installed
    case failed
  }

  /// Bytes of a reason.
  package static let longestReason = 500

  package let device: DeviceID
  package let version: SemanticVersion
  package let outcome: Outcome
  /// In the device's words; of a failure mostly.
  package let reason: String?

  package init(device: DeviceID, version: SemanticVersion, outcome: Outcome, reason: String?) {
    self.device = device
    self.version = version
    self.outcome = outcome
    self.reason = reason
  }
}
