/// What Mi bands and Amazfit watches tell everybody. Vectors of theengs/decoder and ble_monitor.
package struct BandAdvertisement: Hashable, Sendable {
  /// Beats per minute; nil while the band does not measure.
  package let heartRate: UInt8?
  package let steps: StepsReading?

  /// Huami's company identifier (Assigned Numbers, section 7.1).
  package static let company: UInt16 = 0x0157

  /// Nil when the payload is no band's.
  package init?(_ payload: AdvertisingPayload) {
    let own = payload.manufacturerValues.first { $0.company == BandAdvertisement.company }?.value
    guard let own, own.count > BandAdvertisement.heartRatePlace else { return nil }
    let rate = own[BandAdvertisement.heartRatePlace]
    heartRate = rate == 0xFF || rate == 0 ? nil : rate
    // A malformed count leaves the heart rate good; bands without it send none.
    steps = payload.serviceValue(of: .huami).flatMap { try? StepsReading(parsingAdvertised: $0) }
  }

  private static let heartRatePlace = 3
}
