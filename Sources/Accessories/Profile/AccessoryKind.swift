import AccountSession

/// What an owner asks for when linking; the words of the registry without the phone.
package enum AccessoryKind: String, CaseIterable, Hashable, Sendable {
  case band
  case scale

  var registered: RegisteredDevice.Kind {
    switch self {
    case .band: .band
    case .scale: .scale
    }
  }
}
