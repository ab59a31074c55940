import BluetoothHost
import BluetoothWire

extension RadioCondition {
  /// Says in the log and in `/readyz` how the adapters stand.
  func tell(_ readiness: Readiness, _ log: Log) {
    switch self {
    case .starting: break
    case .working(let controllers):
      readiness.remark = nil
      let names = controllers.map(\.description).joined(separator: " and ")
      log.write(.info, "radio.ready", "accessories are reached through \(names)")
    case .obstructed(let obstacle):
      readiness.remark = obstacle.sentence
      log.write(.warning, "radio.missing", obstacle.sentence)
    }
  }
}
