import Accessories
import BluetoothHost
import BluetoothWire
import Cryptography
import Kernel

/// The radio of this machine: all its Bluetooth adapters, through the kernel and through nobody else.
final class KernelAccessoryRadio: AccessoryRadio {
  private let radio: GATTAccessoryRadio

  /// - Parameters:
  ///   - identity: of this gateway, the same at each start.
  ///   - report: told on the radio's thread how the adapters stand, with each change.
  ///   - failed: see `GATTAccessoryRadio`.
  init(
    identity: [UInt8], report: @escaping @Sendable (RadioCondition) -> Void,
    failed: @escaping @Sendable (KernelError) -> Void
  ) throws(KernelError) {
    let settings = KernelRadioSettings(
      staticAddress: Self.staticAddress(of: identity), patterns: Self.patterns)
    radio = try GATTAccessoryRadio(
      transport: { KernelTransport(on: $0, settings, report: report) }, failed: failed)
  }

  var events: AsyncStream<RadioEvent> { radio.events }
  func send(_ command: RadioCommand) { radio.send(command) }

  /// See `GATTAccessoryRadio.stop`.
  func stop() { radio.stop() }

  /// Scales and sensors that only broadcast, in the values of their services.
  private static let patterns = [UUID16.weightScale, .bodyComposition, .xiaomi].map {
    AdvertisementPattern(
      type: .serviceValue16,
      value: [UInt8($0.rawValue & 0xFF), UInt8($0.rawValue >> 8)])
  }

  /// Drawn from what makes this gateway itself: an adapter without an address of its own keeps the one that its bonds were made with. Two
  /// bits say that it is static. Core Specification 5.4, Vol 6, Part B, 1.3.2.1.
  private static func staticAddress(of identity: [UInt8]) -> [UInt8] {
    var address = Array(Digest.sha256(identity).bytes.prefix(6))
    address[5] |= 0xC0
    return address
  }
}
