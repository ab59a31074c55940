import BluetoothHost
package import Kernel

/// Whether a gateway with this configuration would find its radio, for `lanyard config --check`.
package enum RadioCheck {
  private static let patience: Duration = .seconds(5)

  /// What is missing, as a sentence; nil when nothing is. Changes nothing. Waits for the kernel.
  package static func remark(on configuration: GatewayConfiguration) throws(KernelError) -> String?
  {
    guard configuration.radio == .kernel else { return nil }
    let found = try Mailbox<RadioObstacle?>(limit: 1)
    let thread = try RadioThread(name: "radio check") { loop in
      RadioProbe(on: loop) { found.put($0) }
    }
    defer { thread.stop() }
    guard let obstacle = found.take(until: .now + patience).letters.first else {
      return "The kernel's Bluetooth does not answer: look into the kernel's log."
    }
    return obstacle?.sentence
  }
}
