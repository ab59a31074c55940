package import BluetoothWire

/// Something asked of a GATT server in one or more requests: decides what to ask next, and never touches a socket.
package protocol GATTProcedure {
  associatedtype Outcome
  mutating func start() -> GATTStep<Outcome>
  /// - Parameter answer: the response to the last request, or the error.
  mutating func advance(_ answer: ATTPDU) -> GATTStep<Outcome>
}

/// What a procedure wants next.
package enum GATTStep<Outcome> {
  case ask(ATTPDU)
  case done(Outcome)
  case stopped(GATTFault)
}

extension GATTStep: Equatable where Outcome: Equatable {}

/// Why a procedure came to nothing.
package enum GATTFault: Error, Hashable, Sendable {
  /// The server's word about an attribute; the connection is as good as before.
  case refused(ATTErrorCode, AttributeHandle)
  /// The server said what no server may say: which. The connection must end.
  case violation(String)
  /// The connection ended, or the server's attributes changed, before there was an answer.
  case abandoned
}

/// How much of a server is looked at. Far above what accessories have, and low enough that one which makes up attributes
/// without end is stopped in a second or two.
package enum GATTBounds {
  package static let services = 64
  package static let characteristicsInService = 128
  package static let descriptorsOfCharacteristic = 32
  /// Of one discovery.
  package static let requests = 1_024
}
