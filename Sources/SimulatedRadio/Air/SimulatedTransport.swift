package import BluetoothHost
import Kernel

/// The air as a radio's loop sees it. Everything is passed to the air's own thread and comes back by mail, so that
/// what looks like a radio is as far away as one.
package final class SimulatedTransport: LinkTransport {
  package weak var delegate: (any LinkTransportDelegate)?
  private let air: RadioThread<Air>

  init(to air: RadioThread<Air>, on loop: RadioLoop) {
    self.air = air
    let signals = loop.mailbox { [weak self] (signal: AirSignal) in
      if let self { take(signal) } else { SimulatedTransport.drop(signal) }
    }
    air.post { $0.attach(signals) }
  }

  package func startDiscovery() { air.post { $0.setListening(true) } }
  package func stopDiscovery() { air.post { $0.setListening(false) } }

  package func connect(to address: BluetoothAddress) {
    // An air that has ended is a radio that was pulled out.
    guard air.post({ $0.connect(to: address) }) else {
      delegate?.transport(couldNotReach: address, because: .radioGone)
      return
    }
  }

  package func answer(_ reply: PairingReply, to address: BluetoothAddress) {
    air.post { $0.answer(reply, to: address) }
  }

  package func abandon(_ address: BluetoothAddress) { air.post { $0.abandon(address) } }
  package func forget(_ address: BluetoothAddress) { air.post { $0.forget(address) } }

  private func take(_ signal: AirSignal) {
    switch signal {
    case .heard(let advertisement): delegate?.transport(heard: advertisement)
    case .wants(let prompt, let address):
      delegate?.transport(wants: prompt, answeredFor: address)
    case .connected(let address, let number, let security):
      let descriptor = Descriptor(adopting: number)
      delegate?.transport(connected: address, through: descriptor, security: security)
    case .refused(let address, let refusal):
      delegate?.transport(couldNotReach: address, because: refusal)
    case .forgot(let address): delegate?.transport(forgot: address)
    }
  }

  private static func drop(_ signal: AirSignal) {
    if case .connected(_, let number, _) = signal { _ = Descriptor(adopting: number) }
  }
}
