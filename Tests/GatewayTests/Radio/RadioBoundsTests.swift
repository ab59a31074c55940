import Accessories
import BluetoothHost
import BluetoothWire
import Kernel
import Testing

@testable import Gateway

@Suite("What peers can cause")
struct RadioBoundsTests {
  private static func address(_ number: Int) -> BluetoothAddress {
    BluetoothAddress(
      bytes: [UInt8(number & 0xFF), UInt8(number >> 8), 0, 0, 0, 0xC0], isRandom: true)
  }

  private static func heard(_ number: Int, _ payload: UInt8 = 0) -> Advertisement {
    Advertisement(address: address(number), payload: [payload], signal: nil)
  }

  private static func at(milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: milliseconds * 1_000_000)
  }

  @Test("is one advertisement a second, and one more when it says something else")
  func news() {
    var filter = AdvertisementFilter()
    let heard: [(Advertisement, Int64)] = [
      (Self.heard(1), 0), (Self.heard(1), 999), (Self.heard(1), 1_000), (Self.heard(1, 7), 1_001),
      (Self.heard(1, 7), 1_002), (Self.heard(2), 1_002),
    ]
    let admitted = heard.map { filter.admits($0, at: Self.at(milliseconds: $1)) }
    #expect(admitted == [true, false, true, true, false, true])
  }

  @Test("is ten a second from one that says something else each time")
  func shouting() {
    var filter = AdvertisementFilter()
    let admitted = (0..<10_000).count {
      filter.admits(Self.heard(1, UInt8($0 & 0xFF)), at: Self.at(milliseconds: Int64($0)))
    }
    #expect((100...121).contains(admitted))
  }

  @Test("is a bounded memory of addresses, which is free again later")
  func addresses() {
    var filter = AdvertisementFilter()
    let admitted = (0..<5_000).count {
      filter.admits(Self.heard($0), at: Self.at(milliseconds: 0))
    }
    #expect(admitted == 512)
    let early = filter.admits(Self.heard(6_000), at: Self.at(milliseconds: 9_999))
    let later = filter.admits(Self.heard(6_000), at: Self.at(milliseconds: 10_000))
    #expect(!early && later)
  }

  @Test("is an allowance that refills with time and never above its size")
  func allowance() {
    var allowance = Allowance(most: 3, perSecond: 2, now: Self.at(milliseconds: 0))
    let first = (0..<5).count { _ in allowance.take(at: Self.at(milliseconds: 0)) }
    #expect(first == 3)
    let later = (0..<5).count { _ in allowance.take(at: Self.at(milliseconds: 1_000)) }
    #expect(later == 2)
    let much = (0..<9).count { _ in allowance.take(at: .never) }
    #expect(much == 3)
  }

  @Test("is a bounded queue, which keeps room for what tells of a link's life")
  func queue() async {
    let queue = RadioEventQueue()
    let peer = PeerAddress(Self.address(1))
    let characteristic = GATTPlan.Characteristic(
      service: .battery, characteristic: .batteryLevel)
    let advertisements = (0..<5_000).count { _ in
      queue.add(.advertisement(peer, data: [], signal: nil))
    }
    #expect(advertisements == RadioEventQueue.mostAdvertisements)
    let values = (0..<5_000).count { _ in queue.add(.value(peer, characteristic, [1])) }
    #expect(values == RadioEventQueue.mostValues - RadioEventQueue.mostAdvertisements)
    #expect(queue.add(.disconnected(peer)))
    queue.finish()
    #expect(!queue.add(.disconnected(peer)))
    var read = 0
    for await _ in queue.stream() { read += 1 }
    #expect(read == RadioEventQueue.mostValues + 1)
  }

  @Test("is read in the order in which it happened, by one who waits too")
  func order() async {
    let queue = RadioEventQueue()
    let sender = Task {
      for number in 0..<2_000 {
        while !queue.add(
          .value(
            PeerAddress(Self.address(number)),
            .init(service: .battery, characteristic: .batteryLevel), []))
        { await Task.yield() }
      }
      queue.finish()
    }
    var seen: [PeerAddress] = []
    for await event in queue.stream() {
      if case .value(let peer, _, _, _) = event { seen.append(peer) }
    }
    #expect(seen == (0..<2_000).map { PeerAddress(Self.address($0)) })
    await sender.value
  }

  @Test("is over when its reader is cancelled")
  func cancelled() async {
    let queue = RadioEventQueue()
    let reader = Task { for await _ in queue.stream() {} }
    reader.cancel()
    await reader.value
    #expect(!queue.add(.ready(PeerAddress(Self.address(1)))))
  }
}
