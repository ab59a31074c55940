import BluetoothHost
import Kernel

/// Lets through what is news: each accessory once a second, at once when it says something else, and nobody more than ten
/// times a second; so that a street full of radios, or one that shouts, costs next to nothing.
struct AdvertisementFilter {
  private struct Heard {
    var payload: [UInt8]
    var time: MonotonicTime
    var allowance: Allowance
  }

  private var heard: [BluetoothAddress: Heard] = [:]

  /// Addresses remembered at a time. A sender who makes up addresses fills this, and is then not heard with new ones
  /// until the old are forgotten.
  private static let most = 512
  private static let memory: Duration = .seconds(10)
  private static let interval: Duration = .seconds(1)

  mutating func admits(_ advertisement: Advertisement, at now: MonotonicTime) -> Bool {
    let address = advertisement.address
    guard var known = heard[address] else {
      guard makeRoom(at: now) else { return false }
      var allowance = Allowance(most: 20, perSecond: 10, now: now)
      _ = allowance.take(at: now)
      heard[address] = Heard(payload: advertisement.payload, time: now, allowance: allowance)
      return true
    }
    guard known.payload != advertisement.payload || now - known.time >= AdvertisementFilter.interval
    else { return false }
    let isAllowed = known.allowance.take(at: now)
    if isAllowed {
      known.payload = advertisement.payload
      known.time = now
    }
    heard[address] = known
    return isAllowed
  }

  private mutating func makeRoom(at now: MonotonicTime) -> Bool {
    if heard.count < AdvertisementFilter.most { return true }
    heard = heard.filter { now - $0.value.time < AdvertisementFilter.memory }
    return heard.count < AdvertisementFilter.most
  }
}
