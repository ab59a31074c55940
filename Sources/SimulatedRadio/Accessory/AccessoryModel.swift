import BluetoothHost
import BluetoothWire

/// A value that an accessory sends by itself.
struct SentValue: Hashable {
  let handle: AttributeHandle
  let bytes: [UInt8]
  init(_ handle: AttributeHandle, _ bytes: [UInt8]) {
    self.handle = handle
    self.bytes = bytes
  }
}

/// What an accessory is, apart from the radio: its attributes, what it advertises, and what it does when it is used.
protocol AccessoryModel: AnyObject {
  var table: AttributeTable { get set }

  /// Nil while it says nothing.
  var advertisement: AdvertisingPayload? { get }

  /// Whether it minds a write that its table allows; nil when it does not.
  func refusal(of value: [UInt8], at handle: AttributeHandle) -> ATTErrorCode?

  /// What it sends because of a write that has taken effect.
  func answer(to value: [UInt8], at handle: AttributeHandle) -> [SentValue]

  /// The client has this indicated value for good.
  func wasConfirmed(_ value: SentValue)

  /// What it sends by the next step of its script.
  func step() -> [SentValue]
}

extension AccessoryModel {
  /// It can be told nothing.
  func refusal(of value: [UInt8], at handle: AttributeHandle) -> ATTErrorCode? { nil }
  func answer(to value: [UInt8], at handle: AttributeHandle) -> [SentValue] { [] }
  /// It keeps nothing for a client that has not heard it.
  func wasConfirmed(_ value: SentValue) {}
}

/// An accessory that somebody can stand on.
protocol ScaleModel: AccessoryModel {
  /// What it sends to whoever is connected.
  func weigh(_ weighing: Weighing) -> [SentValue]
}
