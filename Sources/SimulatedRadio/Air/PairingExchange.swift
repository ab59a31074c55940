import BluetoothHost

/// Two devices pairing, as far as their owner sees of it. It decides; the air acts.
enum PairingExchange: Hashable {
  /// The owner is asked.
  case asking(PairingPrompt, PairingMethod)
  /// The same key is on both sides.
  case paired(isAuthenticated: Bool)
  case rejected

  /// - Parameter digits: for the methods that need some, 0...999999.
  init(_ method: PairingMethod, digits: UInt32) {
    switch method {
    case .justWorks: self = .asking(.justWorks, method)
    case .compare: self = .asking(.compare(digits), method)
    case .showsPasskey: self = .asking(.enterPasskey, method)
    case .typesPasskey: self = .asking(.showPasskey(digits), method)
    case .refuses: self = .rejected
    }
  }

  var prompt: PairingPrompt? {
    switch self {
    case .asking(let prompt, _): prompt
    case .paired, .rejected: nil
    }
  }

  /// The owner answers on the phone. A passkey to a question of yes or no is no yes.
  mutating func answer(_ reply: PairingReply) {
    guard case .asking(let prompt, let method) = self else { return }
    switch (prompt, reply) {
    case (.justWorks, .confirm), (.compare, .confirm):
      self = .paired(isAuthenticated: method.isAuthenticated)
    case (.enterPasskey, .passkey(let digits)) where method == .showsPasskey(digits):
      self = .paired(isAuthenticated: true)
    case (.showPasskey, .confirm):
      // Wants no answer: the digits are typed on the accessory.
      break
    default:
      self = .rejected
    }
  }

  /// The owner types on the accessory.
  mutating func type(_ digits: UInt32) {
    guard case .asking(.showPasskey(let shown), _) = self else { return }
    self = digits == shown ? .paired(isAuthenticated: true) : .rejected
  }
}
