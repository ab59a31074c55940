import JSON
import Testing

@testable import Accessories

@Suite("What discovery sees")
struct SightingTests {
  private let start = Timestamp(milliseconds: 1_795_000_000_000)

  private func peer(_ number: Int) -> PeerAddress {
    PeerAddress(
      bytes: (0..<6).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }, isRandom: false)
  }

  @Test("is held in bounded memory, and what is there stays, however many addresses are made up")
  func flood() {
    var sightings = Sightings(limits: .usual)
    var now = start
    for number in 1...100_000 {
      now = now + .milliseconds(1)
      sightings.note(
        peer(number), .band, AccessoryFacts(), signal: -90, weighing: [], at: now)
      // The one that lies beside the gateway says ten times a second that it is there.
      if number % 100 == 0 {
        sightings.note(peer(0), .band, AccessoryFacts(), signal: -40, weighing: [], at: now)
        #expect(sightings.all(at: now).first?.peer == peer(0))
      }
    }
    #expect(sightings.all(at: now).count == AccessoryLimits.usual.sightings)
  }

  @Test("is forgotten when it was not seen for a while")
  func old() {
    var sightings = Sightings(limits: .usual)
    sightings.note(peer(1), .band, AccessoryFacts(), signal: nil, weighing: [], at: start)
    sightings.forgetOld(at: start + .milliseconds(29_999))
    #expect(sightings.all(at: start + .milliseconds(29_999)).count == 1)
    #expect(sightings.all(at: start + .seconds(30)).isEmpty)
    sightings.forgetOld(at: start + .seconds(30))
    #expect(sightings[peer(1)] == nil)
  }

  @Test("keeps the name that only the scan response has")
  func name() {
    var sightings = Sightings(limits: .usual)
    var named = AccessoryFacts()
    named.name = "Lumen Band"
    sightings.note(peer(1), .band, named, signal: -50, weighing: [], at: start)
    let sighting = sightings.note(
      peer(1), .band, AccessoryFacts(), signal: nil, weighing: [], at: start)
    #expect(sighting.facts.name == "Lumen Band")
    #expect(sighting.signal == -50)
  }

  @Test("says since when a weighing is new")
  func weighing() throws {
    var sightings = Sightings(limits: .usual)
    let first = try #require(Reading(.weight, 72_300, clock: 1))
    let second = try #require(Reading(.weight, 72_300, clock: 2))
    func note(_ readings: [Reading], _ now: Timestamp) -> Timestamp? {
      sightings.note(
        peer(1), .broadcastScale, AccessoryFacts(), signal: nil, weighing: readings, at: now
      ).weighing?.since
    }
    #expect(note([], start) == nil)
    #expect(note([first], start + .seconds(1)) == start + .seconds(1))
    #expect(note([first], start + .seconds(2)) == start + .seconds(1))
    #expect(note([], start + .seconds(3)) == start + .seconds(1))
    #expect(note([second], start + .seconds(4)) == start + .seconds(4))
  }

  @Test("writes addresses as boxes do, and reads them in either case")
  func addresses() {
    let address = PeerAddress(bytes: [0x06, 0x05, 0x04, 0x0B, 0x02, 0xFA], isRandom: false)
    #expect(address.description == "FA:02:0B:04:05:06")
    #expect(address.isWritten("fa:02:0b:04:05:06"))
    #expect(!address.isWritten("FA:02:0B:04:05:07"))
    #expect(PeerAddress.isAddress("fa:02:0B:04:05:06"))
    for text in [
      "", "FA:02:0B:04:05", "FA:02:0B:04:05:0", "FA:02:0B:04:05:0G", "FA02:0B:04:05:06:",
      "FA:02:0B:04:05:06:07", "FA:02:0B:04:05:+6",
    ] {
      #expect(!PeerAddress.isAddress(text), "\(text)")
    }
  }
}
