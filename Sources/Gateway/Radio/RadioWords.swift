import Accessories
import BluetoothHost

/// Between the words of the port, which are Accessories', and those of the radio.

extension BluetoothAddress {
  init(_ peer: PeerAddress) { self.init(bytes: peer.bytes, isRandom: peer.isRandom) }
}

extension PeerAddress {
  init(_ address: BluetoothAddress) {
    self.init(bytes: address.bytes, isRandom: address.isRandom)
  }
}

extension PairingReply {
  init(_ answer: PairingAnswer) {
    self =
      switch answer {
      case .confirm: .confirm
      case .reject: .reject
      case .passkey(let digits): .passkey(digits)
      }
  }
}

extension PairingRequest {
  init(_ prompt: PairingPrompt) {
    self =
      switch prompt {
      case .justWorks: .justWorks
      case .compare(let digits): .compare(digits)
      case .enterPasskey: .enterPasskey
      case .showPasskey(let digits): .showPasskey(digits)
      }
  }
}

extension LinkEncryption {
  init(_ security: LinkSecurity) {
    self.init(isAuthenticated: security.isAuthenticated, keySize: security.keySize)
  }
}

extension LinkFailure {
  init(_ refusal: LinkRefusal) {
    self =
      switch refusal {
      case .outOfReach: .outOfReach
      case .pairingRejected: .pairingRejected
      case .timedOut: .timedOut
      case .keyMissing: .keyMissing
      case .keyTooShort: .keyTooShort
      case .radioGone: .radioGone
      }
  }
}
