package import BluetoothWire
package import Kernel

/// What lies below ATT: finding peers, pairing with them, and a connected socket on which ATT is spoken.
///
/// There are two: the simulated air, and the kernel's management and L2CAP sockets. Everything above a `LinkTransport` is the
/// same for both. Lives on a radio's loop; nothing here waits.
package protocol LinkTransport: AnyObject {
  /// Not kept alive by the transport.
  var delegate: (any LinkTransportDelegate)? { get set }

  /// Before anything else: the bonds that were told of earlier and that somebody still owns. What else the radio has is forgotten.
  func restore(_ bonds: [Bond])

  /// The bond that was told of is safe, and the link may go on.
  func bondIsKept(with address: BluetoothAddress)

  /// Starting twice, or stopping what is not started, changes nothing.
  func startDiscovery()
  func stopDiscovery()

  /// Connects, after pairing where there is no bond. A bonded peer that is out of reach is waited for; one without
  /// a bond is given up. One attempt an address; another call while it goes on changes nothing.
  func connect(to address: BluetoothAddress)

  /// The answer to the last prompt; without a prompt it is nothing.
  func answer(_ reply: PairingReply, to address: BluetoothAddress)

  /// Stops connecting and pairing. A socket that was handed over is its receiver's.
  func abandon(_ address: BluetoothAddress)

  /// Removes the bond, and hangs up. Told when done, even if there was no bond.
  func forget(_ address: BluetoothAddress)
}

/// A transport that keeps its bonds itself has nothing to be told of them.
extension LinkTransport {
  package func restore(_ bonds: [Bond]) {}
  package func bondIsKept(with address: BluetoothAddress) {}
}

/// What a transport tells. All calls come on the loop.
package protocol LinkTransportDelegate: AnyObject {
  func transport(heard advertisement: Advertisement)
  func transport(wants prompt: PairingPrompt, answeredFor address: BluetoothAddress)
  /// Paired: the link waits until it is told that the bond is kept, or is abandoned and forgotten.
  /// - Parameter identity: by which the peer is known from now on; a changing address is `address` no more.
  func transport(
    bonded address: BluetoothAddress, knownAs identity: BluetoothAddress, with bond: Bond)
  /// - Parameter security: as read back, with the link encrypted.
  func transport(
    connected address: BluetoothAddress, through descriptor: consuming Descriptor,
    security: LinkSecurity)
  /// The attempt is over.
  func transport(couldNotReach address: BluetoothAddress, because refusal: LinkRefusal)
  func transport(forgot address: BluetoothAddress)
}

package struct Advertisement: Hashable, Sendable {
  package let address: BluetoothAddress
  /// AD structures as they came.
  package let payload: [UInt8]
  /// dBm; nil unknown.
  package let signal: Int?

  package init(address: BluetoothAddress, payload: [UInt8], signal: Int?) {
    self.address = address
    self.payload = payload
    self.signal = signal
  }
}

/// What the owner is asked while pairing. Core Specification 5.4, Vol 3, Part H, 2.3.5.
package enum PairingPrompt: Hashable, Sendable {
  /// Yes or no; protects against nobody who sits in between.
  case justWorks
  /// The same six digits on both sides?
  case compare(UInt32)
  /// The six digits that the accessory shows.
  case enterPasskey
  /// Six digits to type on the accessory; wants no answer.
  case showPasskey(UInt32)
}

package enum PairingReply: Hashable, Sendable {
  case confirm
  case reject
  /// 0...999999
  case passkey(UInt32)
}

/// Why there is no connection.
package enum LinkRefusal: Hashable, Sendable {
  case outOfReach
  /// By the owner, or by the accessory: wrong digits, or not in its pairing mode.
  case pairingRejected
  case timedOut
  /// We have a bond and the peer has lost its half. Never answered by pairing anew by itself: anybody could say so.
  case keyMissing
  case keyTooShort
  /// There is no radio any more.
  case radioGone
}
