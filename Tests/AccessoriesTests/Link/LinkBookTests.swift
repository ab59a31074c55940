import BluetoothWire
import HTTP
import JSON
import Testing

@testable import Accessories
@testable import AccountSession

@Suite("The book of links")
struct LinkBookTests {
  /// Linear congruential, so that a failure comes again with its seed (Knuth's MMIX constants).
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 33)
    }
  }

  private static let peers = [Peers.band, Peers.otherBand, Peers.scale, Peers.miScale]
  private static let accounts = [AccountID(number: 1), AccountID(number: 2)]

  private static func event(_ dice: inout Dice) -> RadioEvent {
    let peer = peers.randomElement(using: &dice) ?? Peers.band
    let advertisement =
      switch peer {
      case Peers.scale: Peers.scaleAdvertisement
      case Peers.miScale:
        Peers.weighing(fiveGrams: 14_000, seconds: UInt8.random(in: 0..<60, using: &dice))
      default: Peers.bandAdvertisement
      }
    return switch Int.random(in: 0..<13, using: &dice) {
    case 0...3: .advertisement(peer, data: advertisement, signal: -50)
    case 4: .pairingRequest(peer, .compare(UInt32.random(in: 0..<2, using: &dice)))
    case 5: .pairingRequest(peer, .justWorks)
    case 6:
      .linked(
        peer, encryption: Bool.random(using: &dice) ? Peers.authenticated : Peers.unauthenticated)
    case 7: .value(peer, AccessoryProfile.battery, [UInt8.random(in: 0...255, using: &dice)])
    case 8: .ready(peer)
    case 9: .failed(peer, Bool.random(using: &dice) ? .outOfReach : .keyMissing)
    case 10: .disconnected(peer)
    case 11: .bonded(peer, knownAs: peers.randomElement(using: &dice) ?? peer, Peers.bond)
    default: .unlinked(peer)
    }
  }

  @Test(
    "gives no accessory to two, and none to whom it was not confirmed, in whatever order things happen",
    arguments: 1...40)
  func anyOrder(seed: Int) {
    var dice = Dice(state: UInt64(seed))
    var book = LinkBook(limits: .usual)
    var now = Timestamp(milliseconds: 1_795_000_000_000)
    let slot = EpochTable().slot(of: 1)
    var queue = book.begin([], bonds: [], dropping: [], at: now)
    var confirmed: Set<LinkID> = []
    var number: Int64 = 0

    for _ in 0..<2_000 {
      now = now + .milliseconds(Int.random(in: 0..<3_000, using: &dice))
      number += 1
      let account = Self.accounts.randomElement(using: &dice) ?? Self.accounts[0]
      switch Int.random(in: 0..<10, using: &dice) {
      case 0:
        let opening = LinkBook.Opening(
          id: LinkID(number: number),
          caller: Caller(
            account: account, session: SessionID(number: 1), device: nil, roles: .owner),
          wish: LinkWish(kind: Bool.random(using: &dice) ? .band : .scale),
          lease: Lease(slot: slot), consentCode: 7)
        if case .success(let opened) = book.open(opening, at: now) { queue += opened.actions }
      case 1, 2:
        guard let open = book.attempts.randomElement(using: &dice) else { break }
        let (outcome, actions) = book.answer(
          .confirm, to: open.id, of: open.caller.account, at: now)
        if case .taken = outcome { confirmed.insert(open.id) }
        queue += actions
      case 3:
        guard let open = book.attempts.randomElement(using: &dice) else { break }
        queue += book.cancel(open.id, of: open.caller.account, at: now).1
      case 4: queue += book.tick(at: now)
      case 5: slot.bump()
      default: queue += book.hear(Self.event(&dice), at: now)
      }
      // What is to be done is done late, in order, and sometimes in vain.
      while !queue.isEmpty, Bool.random(using: &dice) {
        let action = queue.removeFirst()
        let succeeds = Int.random(in: 0..<8, using: &dice) > 0
        switch action {
        case .keep(let progress): queue += book.kept(progress.id, isKept: succeeds, at: now)
        case .keepBond(let progress, _, _):
          queue += book.bondKept(progress.id, isKept: succeeds, at: now)
        case .end(let progress, _): book.endKept(progress.id, isKept: succeeds)
        case .commit(let candidate):
          #expect(book.accessories[candidate.peer] == nil, "seed \(seed)")
          #expect(
            confirmed.contains(candidate.link) || !candidate.profile.isConnected, "seed \(seed)")
          queue +=
            succeeds
            ? book.committed(candidate.link, as: DeviceID(number: number), at: now)
            : book.notCommitted(candidate.link, .storageError, at: now)
        case .ask(let link, _):
          queue += book.session(
            of: link, succeeds ? .good(Lease(slot: slot)) : .ended, at: now)
        case .spoil(let device, _): queue += book.unlinked(device, at: now)
        default: break
        }
      }
      let taken = book.attempts.compactMap(\.attempt.peer) + Array(book.accessories.keys)
      #expect(Set(taken).count == taken.count, "seed \(seed)")
      #expect(Set(taken).isDisjoint(with: book.dropping.keys), "seed \(seed)")
      #expect(book.attempts.count <= AccessoryLimits.usual.attempts, "seed \(seed)")
    }
  }
}
