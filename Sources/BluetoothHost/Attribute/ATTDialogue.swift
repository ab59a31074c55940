package import BluetoothWire
package import Kernel

/// The rules of one ATT bearer, for both ends and without a socket: who may speak when, and what an arriving packet is.
///
/// One request and one indication may be outstanding in each direction, each for 30 seconds, and a bearer on which a
/// rule was broken is never used again: a late answer would be taken for another question's. Core Specification 5.4,
/// Vol 3, Part F, 3.3.2 and 3.3.3.
package struct ATTDialogue: Sendable {
  /// The largest PDU, in bytes: 23 until the ends have exchanged theirs.
  package private(set) var mtu = ATTPDU.smallestMTU
  private let ownMTU: Int
  private var request: Outstanding?
  private var indication: MonotonicTime?
  /// Until when the peer's indication has to be confirmed.
  private var confirmation: MonotonicTime?

  private struct Outstanding {
    let opcode: ATTOpcode
    let deadline: MonotonicTime
  }

  /// Part F, 3.3.3.
  package static let transactionTimeout: Duration = .seconds(30)

  /// - Parameter ownMTU: what this end can take, 23...517.
  package init(ownMTU: Int = ATTPDU.largestMTU) {
    precondition(
      (ATTPDU.smallestMTU...ATTPDU.largestMTU).contains(ownMTU), "an MTU is 23 to 517 bytes")
    self.ownMTU = ownMTU
  }

  /// What arrived.
  package enum Arrival: Hashable, Sendable {
    /// The response or the error that answers our request.
    case answer(ATTPDU)
    /// Is owed a response, at once.
    case request(ATTPDU)
    /// A request that could not be read: is owed this error.
    case unreadableRequest(ATTPDU)
    /// Is owed nothing.
    case command(ATTPDU)
    /// What the peer tells unasked; an indication is owed a confirmation even if the values mean nothing to us: see `confirmed`.
    case values([ATTPDU.AttributeValue], isIndication: Bool)
    /// The peer has our indication.
    case confirmation
    /// A command that this version does not know.
    case nothing
    /// The peer broke a rule: says which.
    case violation(String)
  }

  package var canAsk: Bool { request == nil }
  package var canIndicate: Bool { indication == nil }

  /// When somebody's time is up first; nil while neither end owes anything.
  package var deadline: MonotonicTime? {
    [request?.deadline, indication, confirmation].compactMap(\.self).min()
  }

  /// Whether the peer waits for us to confirm its indication.
  package var owesConfirmation: Bool { confirmation != nil }

  /// Whether the peer has waited in vain for our confirmation. Its transaction has failed then, and so has the bearer.
  package func hasFailedToConfirm(at now: MonotonicTime) -> Bool {
    confirmation.map { $0 <= now } ?? false
  }

  package mutating func asked(_ pdu: ATTPDU, at now: MonotonicTime) {
    precondition(pdu.opcode.role == .request && canAsk, "one request at a time")
    request = Outstanding(opcode: pdu.opcode, deadline: now + ATTDialogue.transactionTimeout)
  }

  package mutating func indicated(at now: MonotonicTime) {
    precondition(canIndicate, "one indication at a time")
    indication = now + ATTDialogue.transactionTimeout
  }

  /// The peer's indication was confirmed; the next one may come.
  package mutating func confirmed() {
    precondition(owesConfirmation, "a confirmation of nothing")
    confirmation = nil
  }

  package mutating func received(_ packet: [UInt8], at now: MonotonicTime) -> Arrival {
    guard packet.count <= mtu else { return .violation("a packet longer than the MTU") }
    guard let first = packet.first else { return .violation("an empty packet") }
    let opcode = ATTOpcode(rawValue: first)
    do throws(WireError) {
      return arrival(of: try ATTPDU(parsing: packet), at: now)
    } catch {
      switch opcode.role {
      case .request:
        return .unreadableRequest(
          .errorResponse(request: opcode, handle: .none, code: .invalidPDU))
      case .command: return .nothing
      case .response, .notification, .indication, .confirmation:
        return .violation(error.description)
      }
    }
  }

  private mutating func arrival(of pdu: ATTPDU, at now: MonotonicTime) -> Arrival {
    switch pdu.opcode.role {
    case .response:
      return answer(pdu)
    case .request:
      if case .exchangeMTURequest(let theirs) = pdu {
        agree(theirs)
      }
      return .request(pdu)
    case .command:
      if case .unknown = pdu { return .nothing }
      return .command(pdu)
    case .notification, .indication:
      switch pdu {
      case .notification(let handle, let value):
        return .values([.init(handle, value)], isIndication: false)
      case .indication(let handle, let value):
        guard confirmation == nil else {
          return .violation("an indication before the last one was confirmed")
        }
        confirmation = now + ATTDialogue.transactionTimeout
        return .values([.init(handle, value)], isIndication: true)
      case .multipleNotification(let values): return .values(values, isIndication: false)
      default: return .nothing
      }
    case .confirmation:
      guard indication != nil else { return .violation("a confirmation of nothing") }
      indication = nil
      return .confirmation
    }
  }

  private mutating func answer(_ pdu: ATTPDU) -> Arrival {
    guard let asked = request else { return .violation("an answer that nobody asked for") }
    switch pdu {
    case .errorResponse(let opcode, _, _) where opcode != asked.opcode:
      return .violation("an error about another request")
    case .errorResponse: break
    case _ where pdu.opcode != asked.opcode.response:
      return .violation("an answer to another request")
    case .exchangeMTUResponse(let theirs): agree(theirs)
    default: break
    }
    request = nil
    return .answer(pdu)
  }

  /// The smaller of both; a size below the smallest changes nothing. Part F, 3.4.2.2.
  private mutating func agree(_ theirs: UInt16) {
    mtu = max(ATTPDU.smallestMTU, min(ownMTU, Int(theirs)))
  }

  package var mtuRequest: ATTPDU { .exchangeMTURequest(UInt16(ownMTU)) }
  package var mtuResponse: ATTPDU { .exchangeMTUResponse(UInt16(ownMTU)) }
}
