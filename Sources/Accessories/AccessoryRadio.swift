package import BluetoothWire

/// What Accessories needs of a radio. Commands go one way, events come back on one stream; nothing here waits.
/// Adapters live in Gateway: the kernel's radio and the simulated one, both by the same GATT client.
package protocol AccessoryRadio: Sendable {
  /// One reader. Advertisements may be dropped while it is behind, nothing else. Its end means that the radio is gone for good.
  var events: AsyncStream<RadioEvent> { get }
  /// Queues and returns at once; commands about one peer are carried out in order. Any thread.
  func send(_ command: RadioCommand)
}

/// The address by which the radio knows a peer, and what is known of it without connecting.
package struct PeerAddress: Hashable, Sendable {
  /// Six bytes, least significant first, as every kernel interface has them.
  package let bytes: [UInt8]
  package let isRandom: Bool
  package init(bytes: [UInt8], isRandom: Bool) {
    self.bytes = bytes
    self.isRandom = isRandom
  }
}

package enum RadioCommand: Hashable, Sendable {
  /// The first of all: the bonds told of earlier that somebody still owns. What else the radio has is forgotten.
  case restore([BondRecord])
  /// The bond that the radio told of is kept for good, and the link may go on.
  case bondKept(PeerAddress)
  case startDiscovery
  case stopDiscovery
  /// Connect, pair if there is no bond, discover services, and do as the plan says. It comes to exactly one end: `ready` or
  /// `failed`, the latter with the connection gone. A peer that is connected already is given the new plan on the same
  /// connection.
  case link(PeerAddress, plan: GATTPlan)
  case answerPairing(PeerAddress, PairingAnswer)
  /// Writes to what is linked, after what its plan has yet to do; nothing when it is gone. A refusal ends the link.
  case write(PeerAddress, GATTPlan.Write)
  /// What came with this receipt is kept for good: the accessory may forget it. One whose connection is gone is nothing.
  case confirm(PeerAddress, ValueReceipt)
  /// Stops a link that is being made, and drops the connection. A bond made meanwhile stays until `unlink`. Says nothing more.
  case cancel(PeerAddress)
  /// Removes the bond and drops the link, even when the peer is away. Always answered by `unlinked`, also when there was no bond.
  case unlink(PeerAddress)
}

/// What pairing left behind, as the radio wants it back. Whoever has these bytes can take the place of either side: they are kept
/// sealed, and shown nowhere.
package struct BondRecord: Hashable, Sendable {
  package let bytes: [UInt8]
  package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// Names one indicated value among all of a radio. The accessory keeps the value, and says nothing more of its kind, until the receipt
/// comes back in `RadioCommand.confirm`; after 30 seconds without it the connection ends (Core Specification 5.4, Vol 3, Part F, 3.3.3).
package struct ValueReceipt: Hashable, Sendable {
  package let number: UInt64
  package init(number: UInt64) { self.number = number }
}

/// What to do on a connection once it is encrypted: the profile's wishes in GATT's words. First what is needed is looked for, then
/// come the reads, the subscriptions and the writes, each in order. A peer that does not have what is wished for, or refuses it, is
/// `notThisModel`, unless it is optional.
package struct GATTPlan: Hashable, Sendable {
  package struct Characteristic: Hashable, Sendable {
    package let service: UUID16
    package let characteristic: UUID16
    package init(service: UUID16, characteristic: UUID16) {
      self.service = service
      self.characteristic = characteristic
    }
  }
  /// Must be there, and nothing is done with it yet.
  package var needs: [Characteristic] = []
  package var reads: [Characteristic]
  /// By notification or indication, whichever the characteristic has.
  package var subscriptions: [Characteristic]
  package var writes: [Write]
  /// Of all these, what makes may leave out.
  package var optional: Set<Characteristic> = []
  package struct Write: Hashable, Sendable {
    package let target: Characteristic
    package let value: [UInt8]
    package init(target: Characteristic, value: [UInt8]) {
      self.target = target
      self.value = value
    }
  }
  package init(reads: [Characteristic], subscriptions: [Characteristic], writes: [Write] = []) {
    self.reads = reads
    self.subscriptions = subscriptions
    self.writes = writes
  }
}

package enum PairingAnswer: Hashable, Sendable {
  case confirm
  case reject
  /// 0...999999
  case passkey(UInt32)
}

package enum RadioEvent: Hashable, Sendable {
  /// The raw advertising data (AD structures), with the signal strength in dBm (nil unknown).
  case advertisement(PeerAddress, data: [UInt8], signal: Int?)
  /// Asked of the owner; the radio answers nothing by itself, not even `justWorks`.
  case pairingRequest(PeerAddress, PairingRequest)
  /// Paired. `knownAs` is the peer's address from now on, another one when it was changing. The link waits for `bondKept`, or to be
  /// cancelled and unlinked. A radio that keeps bonds itself does not say it.
  case bonded(PeerAddress, knownAs: PeerAddress, BondRecord)
  /// Connected and encrypted; the plan begins.
  case linked(PeerAddress, encryption: LinkEncryption)
  /// Of a read or a notification; of an indication with a receipt.
  case value(PeerAddress, GATTPlan.Characteristic, [UInt8], receipt: ValueReceipt? = nil)
  /// All reads and subscriptions of the plan are in place.
  case ready(PeerAddress)
  case failed(PeerAddress, LinkFailure)
  case disconnected(PeerAddress)
  case unlinked(PeerAddress)
}

package enum PairingRequest: Hashable, Sendable {
  case justWorks
  /// Six digits to compare.
  case compare(UInt32)
  /// The accessory shows six digits, which the owner types on the phone.
  case enterPasskey
  /// Six digits to type on the accessory.
  case showPasskey(UInt32)
}

/// Read back from the kernel after security was raised, never assumed.
package struct LinkEncryption: Hashable, Sendable {
  package let isAuthenticated: Bool
  /// Bytes; below 16 the link is refused.
  package let keySize: Int
  package init(isAuthenticated: Bool, keySize: Int) {
    self.isAuthenticated = isAuthenticated
    self.keySize = keySize
  }
}

package enum LinkFailure: Hashable, Sendable {
  case outOfReach
  case pairingRejected
  case timedOut
  case keyMissing
  case keyTooShort
  case notThisModel
  case radioGone
  case protocolViolation(String)
}
