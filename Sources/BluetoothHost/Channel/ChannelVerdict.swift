import BluetoothWire
import Kernel

/// What it means that a bonded peer could not be connected to.
enum ChannelVerdict {
  /// - Parameter reason: why the kernel says that the connection below is gone; nil when it did not say.
  static func refusal(
    _ failure: ChannelFailure, connectionLost reason: DisconnectReason?
  ) -> LinkRefusal {
    switch failure {
    case .unreached: .outOfReach
    case .keyTooShort: .keyTooShort
    // Whoever answers for a bonded peer and does not encrypt is not the peer, or has lost its key (BLESA).
    case .unprotected: .keyMissing
    case .refused(let errno): refusal(errno, reason)
    }
  }

  /// Encryption that was refused, or that both ends begin with different keys, shows as one of these. A kernel 6.1 says
  /// "unspecified" and ENOSYS for a packet that fails its integrity check, and may not be asked a second time; so what may be
  /// nothing worse than a lost packet is taken for the loss of the key.
  private static func refusal(_ errno: Errno, _ reason: DisconnectReason?) -> LinkRefusal {
    switch reason {
    case .authenticationFailure?, .unspecified?: .keyMissing
    case .some: .outOfReach
    case nil:
      [.noSystemCall, .accessDenied, .badExchange].contains(errno) ? .keyMissing : .outOfReach
    }
  }
}
