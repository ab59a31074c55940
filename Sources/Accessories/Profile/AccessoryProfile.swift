package import BluetoothWire

/// How an accessory is found and talked to. Stored by its raw value.
package enum AccessoryProfile: String, CaseIterable, Hashable, Sendable {
  /// Connected: heart rate, steps, battery.
  case band
  /// Connected: a Mi band or an Amazfit watch, which listens to nobody without its key.
  case huamiBand = "huami_band"
  /// Connected: the standard's heart rate and nothing else that could be relied on, whoever made it.
  case strap = "heart_rate_strap"
  /// Connected: the standard's weight and body composition, with users of its own.
  case scale
  /// Never connected: a Mi scale tells everybody what it shows, while somebody stands on it.
  case broadcastScale = "broadcast_scale"
  /// Connected: a Mi scale of the first generation, for the weighings that it kept.
  case miScale = "mi_scale"
  /// Connected: a Mi Body Composition Scale, likewise.
  case miBodyScale = "mi_body_scale"
  /// Never connected: an S200 or S400 tells what it shows to whoever has its bind key.
  case sealedScale = "sealed_scale"

  var kind: AccessoryKind {
    switch self {
    case .band, .huamiBand, .strap: .band
    case .scale, .miScale, .miBodyScale, .broadcastScale, .sealedScale: .scale
    }
  }

  /// Whether there is a bond and a connection to speak of.
  package var isConnected: Bool {
    switch self {
    case .band, .huamiBand, .strap, .scale, .miScale, .miBodyScale: true
    case .broadcastScale, .sealedScale: false
    }
  }

  /// Whether it is of no use without a key that its owner brings.
  var needsKey: Bool { self == .sealedScale || self == .huamiBand }

  /// Which Mi scale is connected to; nil for everything else.
  var miScale: MiScale.Generation? {
    switch self {
    case .miScale: .first
    case .miBodyScale: .bodyComposition
    case .band, .huamiBand, .strap, .scale, .broadcastScale, .sealedScale: nil
    }
  }

  /// What the same scale is when it is connected to; nil for what has no such other side.
  func connecting(_ facts: AccessoryFacts) -> AccessoryProfile? {
    guard self == .broadcastScale else { return nil }
    return facts.model == AccessoryFacts.miBodyScale ? .miBodyScale : .miScale
  }

  /// Whether its clock shows UTC: because we set it, or because it counts seconds as Unix does. Others have a zone that nobody knows.
  var keepsTime: Bool { self != .broadcastScale }

  /// Whether what it says is proven by a key: that of its bond, or the one its frames are sealed with.
  var isAuthenticated: Bool { self != .broadcastScale }

  /// What an advertisement shows its sender to be; nil when it is nothing that the gateway can link. Models that are known go first:
  /// Mi scales list the standard's service too, with a layout of their own. What is left keeps to the standard or is refused.
  package init?(_ payload: AdvertisingPayload) {
    let services = payload.services.compactMap(\.short)
    if MiScale.isSealed(payload) {
      self = .sealedScale
    } else if MiScale.generation(of: payload) != nil {
      self = .broadcastScale
    } else if let known = ProductModels.profile(of: AccessoryFacts(payload)) {
      self = known
    } else if BandAdvertisement(payload) != nil {
      self = .huamiBand
    } else if services.contains(.weightScale) || services.contains(.bodyComposition) {
      self = .scale
    } else if services.contains(.heartRate) {
      self = .strap
    } else {
      return nil
    }
  }
}

/// The Mi scales as far as their advertisements tell them apart.
enum MiScale {
  enum Generation: Hashable, Sendable {
    /// Weight only.
    case first
    /// Impedance too.
    case bodyComposition
  }

  /// By what is said in the name of a service, else by the names that the two lines go by (ble_monitor, openScale).
  static func generation(of payload: AdvertisingPayload) -> Generation? {
    if payload.serviceValue(of: .bodyComposition)?.count == ScaleReading.miBodyScaleLength {
      return .bodyComposition
    }
    if payload.serviceValue(of: .weightScale)?.count == ScaleReading.miScaleLength {
      return .first
    }
    switch payload.localName {
    case "MI_SCALE", "MI SCALE2": return .first
    case "MIBCS", "MIBFS": return .bodyComposition
    default: return nil
    }
  }

  /// Whether it is one of those that seal what they advertise, by the product that each of their frames names.
  static func isSealed(_ payload: AdvertisingPayload) -> Bool {
    // What cannot be read is no frame of theirs.
    let frame = payload.serviceValue(of: .xiaomi).flatMap { try? MiBeaconFrame(parsing: $0) }
    return frame.map { [.scaleS200, .scaleS400].contains($0.product) } ?? false
  }

  /// What the scale shows now; nil when it says nothing, or what it says is malformed.
  static func reading(in payload: AdvertisingPayload) -> ScaleReading? {
    // A malformed value says nothing: the next advertisement is a tenth of a second away.
    switch generation(of: payload) {
    case .first:
      payload.serviceValue(of: .weightScale).flatMap { try? ScaleReading(parsingMiScale: $0) }
    case .bodyComposition:
      payload.serviceValue(of: .bodyComposition).flatMap {
        try? ScaleReading(parsingMiBodyScale: $0)
      }
    case nil: nil
    }
  }
}
