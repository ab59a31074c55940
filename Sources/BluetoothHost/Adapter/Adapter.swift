import BluetoothWire
import Kernel

/// Who has adapters. All calls come on the loop.
protocol AdapterOwner: AnyObject {
  /// It is ready, or has met an obstacle.
  func adapterChanged(_ adapter: Adapter)
}

/// One controller of the kernel: is set up, and keeps scanning.
final class Adapter {
  let controller: ControllerIndex
  private(set) var state = State.untouched
  /// Ours; nil until it is known.
  private(set) var address: BluetoothAddress?
  var queue = ConnectQueue()
  private let client: ManagementClient
  private let loop: RadioLoop
  private weak var owner: (any AdapterOwner)?
  private var setup: AdapterSetup?
  private var discovery = DiscoveryKeeper()

  enum State: Hashable {
    case untouched
    case settingUp
    case ready
    case obstructed(RadioObstacle)
  }

  /// How often a scan is looked after.
  private static let tickInterval: Duration = .seconds(1)

  /// - Parameter owner: not kept alive by the adapter.
  init(
    _ controller: ControllerIndex, through client: ManagementClient, on loop: RadioLoop,
    owner: any AdapterOwner
  ) {
    self.controller = controller
    self.client = client
    self.loop = loop
    self.owner = owner
  }

  var isReady: Bool { state == .ready }

  /// What is being set up already goes on.
  /// - Parameter makeSetup: called with what the controller says of itself.
  func setUp(_ makeSetup: @escaping (ControllerFacts) -> AdapterSetup) {
    guard state != .settingUp else { return }
    state = .settingUp
    client.send(.readController, to: controller) { [weak self] reply in
      guard let self else { return }
      switch reply {
      case .refused(let status): meet(.refused(controller, .readController, status))
      case .done(let bytes):
        guard let facts = try? ControllerFacts(parsing: bytes) else {
          return meet(.refused(controller, .readController, .invalidParameters))
        }
        let setup = makeSetup(facts)
        address = setup.address
        self.setup = setup
        goOn()
      }
    }
  }

  private func goOn() {
    guard let command = setup?.next() else {
      setup = nil
      state = .ready
      tick()
      owner?.adapterChanged(self)
      return
    }
    client.send(command, to: controller) { [weak self] reply in
      guard let self else { return }
      if case .refused(let status) = reply,
        let obstacle = AdapterSetup.obstacle(status, to: command, of: controller)
      {
        meet(obstacle)
      } else {
        goOn()
      }
    }
  }

  private func meet(_ obstacle: RadioObstacle) {
    setup = nil
    state = .obstructed(obstacle)
    discovery = DiscoveryKeeper()
    owner?.adapterChanged(self)
  }

  /// The kernel says how it is set now.
  func changed(_ settings: ControllerSettings) {
    if isReady, !settings.contains(.powered) { meet(.switchedOff(controller)) }
  }

  /// Makes the kernel's keys those of the bonds.
  func load(_ bonds: [Bond]) {
    for command in AdapterSetup.keys(bonds) { send(command) }
  }

  func send(
    _ command: ManagementCommand, patience: Duration = ManagementClient.usualPatience,
    then: @escaping (ManagementReply) -> Void = { _ in }
  ) {
    client.send(command, to: controller, patience: patience, then: then)
  }

  // MARK: - Scanning

  func discover(_ isWanted: Bool) {
    if isReady { perform(discovery.want(isWanted)) }
  }

  func discoveryChanged(isOn: Bool) { perform(discovery.changed(isOn: isOn, at: .now)) }

  func heard() { discovery.heard(at: .now) }

  private func tick() {
    loop.alarm(at: .now + Adapter.tickInterval) { [weak self] in
      guard let self, isReady else { return }
      perform(discovery.tick(at: .now))
      tick()
    }
  }

  private func perform(_ action: DiscoveryKeeper.Action) {
    switch action {
    case .nothing: break
    case .start:
      send(.startDiscovery) { [weak self] reply in
        guard let self else { return }
        perform(discovery.started(reply.isDone, at: .now))
      }
    case .stop:
      send(.stopDiscovery) { [weak self] _ in
        guard let self else { return }
        perform(discovery.stopped())
      }
    }
  }
}

extension ManagementReply {
  var isDone: Bool {
    if case .done = self { true } else { false }
  }
}
