package import BluetoothWire
package import Kernel

/// Why there is no radio to work with now.
package enum RadioObstacle: Hashable, Sendable {
  /// The kernel was built without Bluetooth, or its module is not loaded.
  case noBluetooth
  case noAdapter
  /// The process lacks CAP_NET_ADMIN.
  case notPermitted
  /// By `rfkill`, or by a switch on the machine.
  case blocked(ControllerIndex)
  /// By another program, or by `rfkill` while it was at work.
  case switchedOff(ControllerIndex)
  /// A program that keeps keys and answers questions of its own, in the same kernel: names it.
  case otherOwner(String)
  case refused(ControllerIndex, ManagementOpcode, ManagementStatus)
  case failed(KernelError)

  init(opening error: KernelError) {
    switch error.errno {
    case .familyNotSupported: self = .noBluetooth
    case .notPermitted, .accessDenied: self = .notPermitted
    default: self = .failed(error)
    }
  }

  /// For whoever runs the gateway: what is wrong, and what to do.
  package var sentence: String {
    switch self {
    case .noBluetooth:
      "This kernel has no Bluetooth: load its module (modprobe bluetooth), or install a kernel that has it."
    case .noAdapter:
      "There is no Bluetooth adapter: plug one in, or load its driver (modprobe btusb)."
    case .notPermitted:
      "The gateway may not use the Bluetooth adapter: give it the capability CAP_NET_ADMIN, as the "
        + "unit of 'lanyard serve --print-unit' does."
    case .blocked(let controller):
      "\(controller) is blocked: run 'rfkill unblock bluetooth', or use the machine's switch."
    case .switchedOff(let controller):
      "\(controller) was switched off: run 'rfkill unblock bluetooth', or stop the program that did it."
    case .otherOwner(let program):
      "\(program) owns the Bluetooth adapters: stop it (systemctl disable --now bluetooth), "
        + "because it answers in our place and replaces our keys."
    case .refused(let controller, .setLowEnergy, .notSupported):
      "\(controller) cannot do Bluetooth Low Energy: use another adapter."
    case .refused(let controller, let opcode, let status):
      "\(controller) answers '\(status)' to \(opcode): plug it in anew, and look into the kernel's log."
    case .failed(let error):
      "The kernel's Bluetooth cannot be used: \(error)."
    }
  }
}
