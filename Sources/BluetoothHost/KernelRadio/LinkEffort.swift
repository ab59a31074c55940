import BluetoothWire

/// How far the way to one peer has come.
enum LinkEffort {
  /// It has a bond, and was not heard of late.
  case listening(RadioLoop.Alarm)
  /// For the pairing before it to be over.
  case waitingToPair
  case pairing(PairingAttempt, ControllerIndex, RadioLoop.Alarm)
  /// For the bond to be kept.
  case waitingForKeeping(Bond, ControllerIndex)
  /// For its turn in the controller's queue.
  case waitingToConnect(ControllerIndex)
  /// `isReached`: the kernel has told of a connection below, whose end is this channel's end too.
  case connecting(SecureChannel, ControllerIndex, isReached: Bool)
  /// The channel failed, and why is known when the kernel has said what became of the connection below.
  case failing(ChannelFailure, ControllerIndex, RadioLoop.Alarm)

  /// Nil before one was chosen.
  var controller: ControllerIndex? {
    switch self {
    case .listening, .waitingToPair: nil
    case .pairing(_, let controller, _), .waitingForKeeping(_, let controller),
      .waitingToConnect(let controller), .connecting(_, let controller, _),
      .failing(_, let controller, _):
      controller
    }
  }
}
