package import BluetoothWire

/// How an accessory can be made to fail, or to attack.
package enum Misdeed: Hashable, Sendable {
  /// Hangs up instead of answering, after this many requests of a connection.
  case hangsUp(afterRequests: Int)
  /// Answers requests of this kind with these bytes, whatever they mean.
  case answers(ATTOpcode, with: [UInt8])
  /// Never answers requests of this kind.
  case ignores(ATTOpcode)
  /// Makes up one more service, characteristic or descriptor for as long as it is asked.
  case hasNoEnd
  /// Sends this many notifications of nothing at once, as soon as it is asked for anything.
  case floods(Int)
  /// Says that its services have changed, whenever it is asked for anything.
  case changesAlways
}
