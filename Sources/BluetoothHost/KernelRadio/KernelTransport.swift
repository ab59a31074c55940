package import BluetoothWire
import Kernel

/// The kernel's radio: its management socket, its controllers, and the channels to peers.
///
/// Nothing is set up before the bonds are restored: keys have to be in the kernel before the first peer is. What stands in the way is
/// reported, and tried again until it is gone; meanwhile there is no radio, and that is no error.
package final class KernelTransport: LinkTransport {
  package weak var delegate: (any LinkTransportDelegate)?
  let loop: RadioLoop
  let settings: KernelRadioSettings
  private let report: (RadioCondition) -> Void

  /// Nil while the kernel cannot be spoken to.
  var client: ManagementClient?
  var adapters: [ControllerIndex: Adapter] = [:]
  /// What stands in the way of all controllers.
  var obstacle: RadioObstacle?
  private var reported = RadioCondition.starting
  /// When what stands in the way is looked at again.
  var retry: RadioLoop.Alarm?
  /// Nil until restored.
  var book: BondBook?
  var wantsDiscovery = false
  var efforts: [BluetoothAddress: LinkEffort] = [:]
  /// In the order in which they were asked for.
  var pairingQueue: [BluetoothAddress] = []
  /// The owner answers one question at a time, and the kernel pairs with one peer at a time.
  var pairing: BluetoothAddress?
  var hearing = HearingLog()
  /// Until a controller can be asked.
  var toForget: Set<BluetoothAddress> = []

  /// How long a bonded peer is listened for before it is called unheard.
  private static let listening: Duration = .seconds(20)

  /// - Parameter report: called on the loop with each change.
  package init(
    on loop: RadioLoop, _ settings: KernelRadioSettings,
    report: @escaping (RadioCondition) -> Void
  ) {
    self.loop = loop
    self.settings = settings
    self.report = report
    open()
  }

  func reportCondition() {
    let condition = condition
    guard condition != reported else { return }
    reported = condition
    report(condition)
  }

  // MARK: - What is asked of it

  package func restore(_ bonds: [Bond]) {
    book = BondBook(bonds)
    for adapter in adapters.values { setUp(adapter) }
  }

  package func startDiscovery() { discover(true) }
  package func stopDiscovery() { discover(false) }

  private func discover(_ isWanted: Bool) {
    wantsDiscovery = isWanted
    for adapter in adapters.values { adapter.discover(isWanted) }
  }

  package func connect(to address: BluetoothAddress) {
    guard efforts[address] == nil else { return }
    guard let book else { return refuse(address, .radioGone) }
    guard book[address] != nil else { return waitToPair(address) }
    guard !book.isQuarantined(address) else { return refuse(address, .keyMissing) }
    if hearing.controller(hearing: address, at: .now) != nil {
      waitToConnect(address, isHeard: true)
    } else {
      efforts[address] = .listening(
        loop.alarm(at: .now + KernelTransport.listening) { [weak self] in
          self?.waitToConnect(address, isHeard: false)
        })
    }
  }

  package func abandon(_ address: BluetoothAddress) {
    guard let effort = efforts.removeValue(forKey: address) else { return }
    switch effort {
    case .listening(let alarm), .failing(_, _, let alarm): loop.cancel(alarm)
    case .waitingToPair: pairingQueue.removeAll { $0 == address }
    case .pairing(let attempt, let controller, let alarm):
      loop.cancel(alarm)
      undo(attempt, of: controller)
      pairNext()
    case .waitingForKeeping(let bond, let controller):
      adapters[controller]?.send(.unpair(bond.peer))
    case .waitingToConnect: break
    case .connecting(let channel, _, _): channel.close()
    }
    if let controller = effort.controller { leaveQueue(address, of: controller) }
  }

  package func forget(_ address: BluetoothAddress) {
    abandon(address)
    let bond = book?.remove(address)
    let holders = adapters.values.filter { adapter in
      bond.map { $0.adapter == adapter.address?.bytes } ?? true
    }
    guard !holders.isEmpty else {
      // No controller here ever had a key of it; one that is away gets its keys from the book when it comes.
      delegate?.transport(forgot: address)
      return
    }
    guard holders.allSatisfy(\.isReady) else {
      // A controller that cannot be asked now may still have the key.
      toForget.insert(address)
      return
    }
    var left = holders.count
    for holder in holders {
      holder.send(.unpair(ManagementAddress(address))) { [weak self] reply in
        guard reply.isDone || reply == .refused(.notPaired) else { return }
        left -= 1
        if left == 0 { self?.delegate?.transport(forgot: address) }
      }
    }
  }

  func refuse(_ address: BluetoothAddress, _ refusal: LinkRefusal) {
    efforts[address] = nil
    delegate?.transport(couldNotReach: address, because: refusal)
  }
}
