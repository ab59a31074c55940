import AccountSession
import Testing

@testable import Accessories

/// The states, the events, and every move there is, written down independently of the machine.
enum LinkMoves {
  typealias Event = LinkAttempt.Event
  typealias Action = LinkAttempt.Action

  struct Move: Sendable, CustomTestStringConvertible {
    let from: LinkAttempt
    let event: Event
    let to: LinkAttempt
    let action: Action
    var testDescription: String { "\(from.name) + \(event)" }
  }

  static let peer = PeerAddress(bytes: [1, 2, 3, 4, 5, 6], isRandom: true)
  static let identity = PeerAddress(bytes: [6, 5, 4, 3, 2, 0xC1], isRandom: true)
  static let bond = BondRecord(bytes: [1])
  static let device = DeviceID(number: 7)
  static let strong = LinkEncryption(isAuthenticated: true, keySize: 16)
  static let unauthenticated = LinkEncryption(isAuthenticated: false, keySize: 16)
  static let short = LinkEncryption(isAuthenticated: true, keySize: 7)

  static let unfinished: [LinkAttempt] = [
    .discovering, .proposed(peer), .connecting(peer), .pairing(peer, .justWorks),
    .pairing(peer, .compare(123_456)), .pairing(peer, .enterPasskey),
    .pairing(peer, .showPasskey(42)), .answered(peer, .justWorks), .answered(peer, .enterPasskey),
    .interrogating(peer), .awaitingPresence(peer), .committing(peer),
  ]
  static let over: [LinkAttempt] = [.linked(device), .refused(.rejected), .cancelled, .expired]

  static let events: [Event] = [
    .chosen(peer), .taken, .kept(connects: true), .kept(connects: false), .notKept,
    .asked(.justWorks),
    .asked(.compare(123_456)), .asked(.compare(654_321)), .answer(.confirm), .answer(.reject),
    .answer(.passkey(1)), .bonded(peer, bond), .bonded(identity, bond), .encrypted(strong),
    .encrypted(unauthenticated), .encrypted(short),
    .ready, .keyRefused, .steppedOn, .committed(device), .notCommitted(.accessoryTaken),
    .failed(.keyMissing),
    .disconnected, .cancelled, .sessionEnded, .timeIsUp,
  ]

  /// Every move there is. What is not here does nothing.
  static let moves: [Move] = {
    var moves: [Move] = []
    func move(_ from: LinkAttempt, _ event: Event, _ to: LinkAttempt, _ action: Action) {
      moves.append(Move(from: from, event: event, to: to, action: action))
    }
    move(.discovering, .chosen(peer), .proposed(peer), .keep)
    move(.discovering, .taken, .refused(.accessoryTaken), .end)
    move(.proposed(peer), .kept(connects: true), .connecting(peer), .call(peer))
    move(.proposed(peer), .kept(connects: false), .awaitingPresence(peer), .keep)
    for request in [PairingRequest.justWorks, .compare(123_456), .compare(654_321)] {
      move(.connecting(peer), .asked(request), .pairing(peer, request), .keep)
    }
    for state in unfinished {
      guard case .pairing(let peer, let asked) = state else { continue }
      for request in [PairingRequest.justWorks, .compare(123_456), .compare(654_321)]
      where request != asked {
        move(state, .asked(request), .refused(.pairingFailed), .drop(peer))
      }
      move(state, .answer(.reject), .refused(.rejected), .drop(peer))
    }
    for request in [PairingRequest.justWorks, .compare(123_456)] {
      move(
        .pairing(peer, request), .answer(.confirm), .answered(peer, request),
        .answer(peer, .confirm))
    }
    move(
      .pairing(peer, .enterPasskey), .answer(.passkey(1)), .answered(peer, .enterPasskey),
      .answer(peer, .passkey(1)))

    // From the bond on it is known by the address that stays.
    for known in [peer, identity] {
      for request in [PairingRequest.justWorks, .enterPasskey] {
        move(
          .answered(peer, request), .bonded(known, bond), .answered(known, request),
          .keepBond(known, bond))
      }
      move(
        .pairing(peer, .showPasskey(42)), .bonded(known, bond),
        .answered(known, .showPasskey(42)), .keepBond(known, bond))
      for state in [
        LinkAttempt.connecting(peer), .pairing(peer, .justWorks), .pairing(peer, .compare(123_456)),
        .pairing(peer, .enterPasskey),
      ] {
        move(state, .bonded(known, bond), .refused(.notConfirmed), .drop(known))
      }
    }

    // What nobody was asked for is not linked, whatever protects it.
    for link in [strong, unauthenticated, short] {
      for state in [
        LinkAttempt.connecting(peer), .pairing(peer, .justWorks), .pairing(peer, .compare(123_456)),
        .pairing(peer, .enterPasskey),
      ] {
        move(state, .encrypted(link), .refused(.notConfirmed), .drop(peer))
      }
    }
    move(.answered(peer, .justWorks), .encrypted(strong), .interrogating(peer), .keep)
    move(.answered(peer, .justWorks), .encrypted(unauthenticated), .interrogating(peer), .keep)
    move(.answered(peer, .enterPasskey), .encrypted(strong), .interrogating(peer), .keep)
    move(.pairing(peer, .showPasskey(42)), .encrypted(strong), .interrogating(peer), .keep)
    // Digits were compared or typed, and yet it is not authenticated: somebody is in between.
    for state in [LinkAttempt.answered(peer, .enterPasskey), .pairing(peer, .showPasskey(42))] {
      move(state, .encrypted(unauthenticated), .refused(.weakEncryption), .drop(peer))
    }
    for state in [
      LinkAttempt.answered(peer, .justWorks), .answered(peer, .enterPasskey),
      .pairing(peer, .showPasskey(42)),
    ] {
      move(state, .encrypted(short), .refused(.weakEncryption), .drop(peer))
    }
    move(.interrogating(peer), .ready, .committing(peer), .commit(peer))
    move(.interrogating(peer), .keyRefused, .refused(.wrongKey), .drop(peer))
    move(.awaitingPresence(peer), .steppedOn, .committing(peer), .commit(peer))
    move(.committing(peer), .committed(device), .linked(device), .nothing)
    move(
      .committing(peer), .notCommitted(.accessoryTaken), .refused(.accessoryTaken), .drop(peer))

    for state in unfinished {
      switch state {
      case .connecting, .pairing, .answered, .interrogating:
        move(state, .failed(.keyMissing), .refused(.keyMissing), .drop(peer))
      default: break
      }
      switch state {
      case .pairing, .answered, .interrogating:
        move(state, .disconnected, .refused(.lostContact), .drop(peer))
      default: break
      }
      let ends: [(Event, LinkAttempt)] = [
        (.cancelled, .cancelled), (.sessionEnded, .refused(.sessionEnded)), (.timeIsUp, .expired),
        (.notKept, .refused(.storageError)),
      ]
      for (event, end) in ends {
        switch state {
        case .committing: break
        // The radio knows nothing of these.
        case .discovering, .proposed, .awaitingPresence: move(state, event, end, .end)
        default: move(state, event, end, .drop(peer))
        }
      }
    }
    return moves
  }()
}

@Suite("A link attempt")
struct LinkAttemptTests {
  @Test("moves as its table says (AL-01)", arguments: LinkMoves.moves)
  func table(move: LinkMoves.Move) {
    var attempt = move.from
    #expect(attempt.take(move.event) == move.action)
    #expect(attempt == move.to)
  }

  @Test("does nothing when an event comes out of turn")
  func outOfTurn() {
    for state in LinkMoves.unfinished + LinkMoves.over {
      for event in LinkMoves.events
      where !LinkMoves.moves.contains(where: { $0.from == state && $0.event == event }) {
        var attempt = state
        #expect(attempt.take(event) == .nothing, "\(state) + \(event)")
        #expect(attempt == state, "\(state) + \(event)")
      }
    }
  }

  @Test("stays as it ended, whatever comes", arguments: LinkMoves.over)
  func overIsOver(state: LinkAttempt) {
    for event in LinkMoves.events {
      var attempt = state
      _ = attempt.take(event)
      #expect(attempt == state)
    }
  }

  @Test("can always be left by time, except while the transaction that links is under way")
  func patience() {
    for state in LinkMoves.unfinished {
      let waits = state.patience(.usual) != nil
      #expect(waits == (state != .committing(LinkMoves.peer)), "\(state)")
    }
    // AL-02: the button's window.
    #expect(LinkAttempt.awaitingPresence(LinkMoves.peer).patience(.usual) == .seconds(30))
    #expect(LinkAttempt.pairing(LinkMoves.peer, .justWorks).patience(.usual) == .seconds(30))
  }

  @Test("takes six digits and no more")
  func digits() {
    #expect(PairingRequest.enterPasskey.isAnswered(by: .passkey(999_999)))
    #expect(!PairingRequest.enterPasskey.isAnswered(by: .passkey(1_000_000)))
    #expect(!PairingRequest.showPasskey(1).isAnswered(by: .confirm))
    #expect(!PairingRequest.compare(1).isAnswered(by: .passkey(1)))
  }
}
