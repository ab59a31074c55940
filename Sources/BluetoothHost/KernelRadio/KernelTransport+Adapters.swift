import BluetoothWire
import Kernel

/// The way to the kernel and to its controllers, which come and go.
extension KernelTransport: ManagementClientOwner, AdapterOwner {
  /// Between attempts to get past what stands in the way: somebody has to do something about it.
  private static let pause: Duration = .seconds(15)

  var condition: RadioCondition {
    if let obstacle { return .obstructed(obstacle) }
    let ready = adapters.values.filter(\.isReady).map(\.controller)
    if !ready.isEmpty { return .working(ready.sorted { $0.rawValue < $1.rawValue }) }
    for adapter in adapters.values {
      if case .obstructed(let obstacle) = adapter.state { return .obstructed(obstacle) }
    }
    return .starting
  }

  func open() {
    obstacle = nil
    if let owner = settings.owners.find() { return meet(.otherOwner(owner)) }
    do throws(KernelError) {
      let client = try ManagementClient(try settings.sockets.openControl(), on: loop, owner: self)
      self.client = client
      client.send(.readIndexList, to: .none) { [weak self] in self?.take(list: $0) }
    } catch {
      meet(RadioObstacle(opening: error))
    }
  }

  private func take(list reply: ManagementReply) {
    guard case .done(let bytes) = reply, let list = try? ControllerList(parsing: bytes) else {
      return meet(.refused(.none, .readIndexList, .failed))
    }
    if list.controllers.isEmpty { meet(.noAdapter) }
    for controller in list.controllers { add(controller) }
  }

  private func meet(_ obstacle: RadioObstacle) {
    self.obstacle = obstacle
    reportCondition()
    tryAgainLater()
  }

  /// One alarm for all that is in the way.
  private func tryAgainLater() {
    guard retry == nil else { return }
    retry = loop.alarm(at: .now + KernelTransport.pause) { [weak self] in self?.tryAgain() }
  }

  private func tryAgain() {
    retry = nil
    if client == nil { return open() }
    for adapter in adapters.values {
      if case .obstructed = adapter.state { setUp(adapter) }
    }
  }

  func add(_ controller: ControllerIndex) {
    guard let client, adapters[controller] == nil else { return }
    obstacle = nil
    let adapter = Adapter(controller, through: client, on: loop, owner: self)
    adapters[controller] = adapter
    setUp(adapter)
  }

  func setUp(_ adapter: Adapter) {
    guard book != nil else { return }
    adapter.setUp { [weak self, settings] facts in
      AdapterSetup(facts, staticAddress: settings.staticAddress, patterns: settings.patterns) {
        self?.book?.bonds(of: $0) ?? []
      }
    }
  }

  func remove(_ controller: ControllerIndex) {
    guard adapters.removeValue(forKey: controller) != nil else { return }
    endEfforts { $0 == controller }
    if adapters.isEmpty { obstacle = .noAdapter }
    reportCondition()
  }

  func adapterChanged(_ adapter: Adapter) {
    switch adapter.state {
    case .ready:
      adapter.discover(wantsDiscovery)
      let addresses = toForget
      toForget = []
      for address in addresses { forget(address) }
    case .untouched, .settingUp: break
    case .obstructed:
      endEfforts { $0 == adapter.controller }
      tryAgainLater()
    }
    reportCondition()
  }

  /// The kernel does not answer, or has closed the socket: everything begins anew.
  package func clientEnded(_ client: ManagementClient) {
    self.client = nil
    adapters = [:]
    endEfforts { _ in true }
    meet(.failed(KernelError(call: "recv", errno: .timedOut, object: "management socket")))
  }

  private func endEfforts(through isGone: (ControllerIndex) -> Bool) {
    for (address, effort) in efforts {
      guard let controller = effort.controller, isGone(controller) else { continue }
      abandon(address)
      refuse(address, .radioGone)
    }
  }
}
