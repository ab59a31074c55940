import BluetoothWire

/// A procedure on its way, with whoever waits for it; so that procedures of all outcomes wait in one queue.
protocol GATTErrand: AnyObject {
  func start(mtu: Int) -> GATTErrandStep
  func advance(_ answer: ATTPDU) -> GATTErrandStep
  /// Tells who waits that nothing will come of it.
  func abandon()
}

enum GATTErrandStep {
  case ask(ATTPDU)
  /// Who waited has been told.
  case finished
  /// Who waited has been told, and the peer is not to be spoken to any more.
  case violated(String)
}

final class ProcedureErrand<P: GATTProcedure>: GATTErrand {
  private let make: (Int) -> P
  private let then: (Result<P.Outcome, GATTFault>) -> Void
  private var procedure: P?

  init(_ make: @escaping (Int) -> P, _ then: @escaping (Result<P.Outcome, GATTFault>) -> Void) {
    self.make = make
    self.then = then
  }

  func start(mtu: Int) -> GATTErrandStep {
    var procedure = make(mtu)
    let step = procedure.start()
    self.procedure = procedure
    return follow(step)
  }

  func advance(_ answer: ATTPDU) -> GATTErrandStep {
    guard var procedure else { return .finished }
    let step = procedure.advance(answer)
    self.procedure = procedure
    return follow(step)
  }

  func abandon() { then(.failure(.abandoned)) }

  private func follow(_ step: GATTStep<P.Outcome>) -> GATTErrandStep {
    switch step {
    case .ask(let request): return .ask(request)
    case .done(let outcome):
      then(.success(outcome))
      return .finished
    case .stopped(let fault):
      then(.failure(fault))
      guard case .violation(let rule) = fault else { return .finished }
      return .violated(rule)
    }
  }
}
