package import BluetoothWire
import Kernel

/// Looks whether the kernel has a radio to work with, and changes nothing: a gateway may be at work on it.
package final class RadioProbe: ManagementClientOwner {
  private var client: ManagementClient?
  private let then: (RadioObstacle?) -> Void

  /// - Parameter then: told once, with what stands in the way; maybe before the initialiser returns.
  package init(
    on loop: RadioLoop, sockets: KernelSockets = .real, owners: ForeignOwner = ForeignOwner(),
    then: @escaping (RadioObstacle?) -> Void
  ) {
    self.then = then
    if let owner = owners.find() {
      then(.otherOwner(owner))
    } else {
      ask(on: loop, sockets)
    }
  }

  private func ask(on loop: RadioLoop, _ sockets: KernelSockets) {
    do throws(KernelError) {
      let client = try ManagementClient(try sockets.openControl(), on: loop, owner: self)
      self.client = client
      client.send(.readIndexList, to: .none) { [then] reply in
        guard case .done(let bytes) = reply, let list = try? ControllerList(parsing: bytes) else {
          return then(.refused(.none, .readIndexList, .failed))
        }
        then(list.controllers.isEmpty ? .noAdapter : nil)
      }
    } catch {
      then(RadioObstacle(opening: error))
    }
  }

  package func client(
    _ client: ManagementClient, told event: ManagementEvent, of controller: ControllerIndex
  ) {}

  package func clientEnded(_ client: ManagementClient) {
    then(.refused(.none, .readIndexList, .timeout))
  }
}
