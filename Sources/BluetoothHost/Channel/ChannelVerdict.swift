import BluetoothWire
import Kernel

/// What it means that a bonded peer could not be connected to. Encryption that was refused, or that both ends began with different keys, is
/// the loss of the key; a kernel 6.1 says "unspecified" and ENOSYS for a packet that fails its integrity check, and may not be
/// asked a second time. So what may be nothing worse than a lost packet is taken for it too.
enum ChannelVerdict {
  static func refusal(_ failure: ChannelFailure) -> LinkRefusal {
    switch failure {
    case .unreached: .outOfReach
    case .keyTooShort: .keyTooShort
    // Whoever answers for a bonded peer and does not encrypt is not the peer, or has lost its key (BLESA).
    case .unprotected: .keyMissing
    case .refused(let errno):
      [.noSystemCall, .accessDenied, .badExchange].contains(errno) ? .keyMissing : .outOfReach
    }
  }

  /// - Parameter reason: why the kernel says that the connection below is gone: it knows better than the channel.
  static func refusal(connectionLost reason: DisconnectReason) -> LinkRefusal {
    [.authenticationFailure, .unspecified].contains(reason) ? .keyMissing : .outOfReach
  }
}
