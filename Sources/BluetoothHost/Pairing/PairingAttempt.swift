import BluetoothWire

/// One pairing, from "Pair Device" until there is a bond to keep. It decides; `KernelTransport` acts.
struct PairingAttempt: Hashable {
  /// As it was connected.
  let peer: ManagementAddress
  private let adapter: BluetoothAddress
  /// What stays of a changing address, once it is known.
  private var identity: ManagementAddress?
  private var keys = PairingKeys()
  private var stage = Stage.exchanging

  private enum Stage: Hashable {
    case exchanging
    case asking(PairingPrompt)
    case answered(PairingPrompt)
    /// The kernel has paired without a question, as it does with legacy Just Works. The owner is asked all the same.
    case askingAfterwards(Bond)
    case over
  }

  enum Event: Hashable {
    case prompt(PairingPrompt)
    case reply(PairingReply)
    case longTermKey(LongTermKey, isToBeKept: Bool)
    case identityKey(IdentityKey, heardAs: ManagementAddress?)
    /// The kernel has paired with it, and calls it this from now on.
    case paired(ManagementAddress)
    case failed(ManagementStatus)
    case timeIsUp
  }

  enum Action: Hashable {
    case nothing
    case ask(PairingPrompt)
    case send(ManagementCommand)
    case keep(Bond)
    /// It is over, and what the kernel has of it must go.
    case giveUp(LinkRefusal)
  }

  init(with peer: ManagementAddress, by adapter: BluetoothAddress) {
    self.peer = peer
    self.adapter = adapter
  }

  /// Whether an event that names the address is about this pairing.
  func concerns(_ address: ManagementAddress) -> Bool { address == peer || address == identity }

  /// The addresses under which the kernel may have something of it.
  var addresses: [ManagementAddress] { [peer] + (identity.map { [$0] } ?? []) }

  mutating func take(_ event: Event) -> Action {
    switch (stage, event) {
    case (.over, _): return .nothing
    case (.exchanging, .prompt(let prompt)):
      stage = .asking(prompt)
      return .ask(prompt)
    case (.asking(let shown), .prompt(let prompt)), (.answered(let shown), .prompt(let prompt)):
      // The kernel repeats a passkey with each digit typed. Another question in the same pairing is not honest: the owner would
      // answer one and have answered the other.
      return shown == prompt ? .nothing : giveUp(.pairingRejected)
    case (.asking(let prompt), .reply(let reply)): return answer(prompt, reply)
    case (.askingAfterwards(let bond), .reply(.confirm)):
      stage = .over
      return .keep(bond)
    case (.askingAfterwards, .reply): return giveUp(.pairingRejected)

    case (_, .longTermKey(let key, let isToBeKept)):
      keys.take(key, isToBeKept: isToBeKept)
      return .nothing
    case (_, .identityKey(let key, let changing)):
      identity = key.peer
      keys.take(key, heardAs: changing)
      return .nothing

    case (.exchanging, .paired(let identity)): return finish(as: identity, prompt: nil)
    case (.asking(.showPasskey(let digits)), .paired(let identity)):
      // The owner answered on the accessory.
      return finish(as: identity, prompt: .showPasskey(digits))
    case (.answered(let prompt), .paired(let identity)): return finish(as: identity, prompt: prompt)
    // Paired without waiting for the owner's word.
    case (.asking, .paired): return giveUp(.pairingRejected)

    case (.exchanging, .failed(let status)): return giveUp(PairingAttempt.refusal(status))
    case (_, .failed): return giveUp(.pairingRejected)
    case (_, .timeIsUp): return giveUp(.timedOut)
    case (.exchanging, .reply), (.answered, .reply), (.askingAfterwards, .prompt),
      (.askingAfterwards, .paired):
      return .nothing
    }
  }

  private mutating func answer(_ prompt: PairingPrompt, _ reply: PairingReply) -> Action {
    let address = identity ?? peer
    switch (prompt, reply) {
    case (.justWorks, .confirm), (.compare, .confirm):
      stage = .answered(prompt)
      return .send(.confirm(address))
    case (.enterPasskey, .passkey(let digits)) where digits <= 999_999:
      stage = .answered(prompt)
      return .send(.enterPasskey(address, digits))
    case (.showPasskey, .confirm):
      // Wants no answer: the digits are typed on the accessory.
      return .nothing
    case (.justWorks, _), (.compare, _), (.enterPasskey, _), (.showPasskey, _):
      return giveUp(.pairingRejected)
    }
  }

  private mutating func finish(
    as identity: ManagementAddress, prompt: PairingPrompt?
  ) -> Action {
    self.identity = identity
    let isAuthenticated = prompt != nil && prompt != .justWorks
    switch keys.bond(of: identity, with: adapter, isAuthenticated: isAuthenticated) {
    case .failure(let flaw): return giveUp(flaw.refusal)
    case .success(let bond):
      guard prompt == nil else {
        stage = .over
        return .keep(bond)
      }
      stage = .askingAfterwards(bond)
      return .ask(.justWorks)
    }
  }

  private mutating func giveUp(_ refusal: LinkRefusal) -> Action {
    stage = .over
    return .giveUp(refusal)
  }

  /// Before anybody was asked: most likely it is not there.
  private static func refusal(_ status: ManagementStatus) -> LinkRefusal {
    switch status {
    case .authenticationFailed, .rejected, .alreadyPaired, .notSupported: .pairingRejected
    case .notPowered, .invalidIndex, .permissionDenied: .radioGone
    default: .outOfReach
    }
  }
}
