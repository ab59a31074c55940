import BluetoothWire
import Cryptography

/// The key that an owner has from the accessory's maker. It opens what a scale seals, and then tells which of its frames are new; or it
/// proves to a band that it may listen to us.
struct OwnerKey: Hashable, Sendable {
  /// 16 bytes. Only the maker's server gives it, to whoever the accessory is bound to there.
  let bytes: [UInt8]
  /// Of the newest frame; nil before the first.
  var counter: UInt32?
  /// Of the newest weighing, in seconds since 1970 by the scale.
  var time: UInt32?
  /// What the scale calls its owner, who stood on it to link it; nil when it was never heard.
  var ownerNumber: UInt8?

  static let length = AES128.keyLength

  /// Nil when it holds no weighing, does not open, or is not new.
  mutating func weighing(in payload: AdvertisingPayload, from peer: PeerAddress)
    -> MiBeaconWeighing?
  {
    // Strangers' frames are malformed as they like: what cannot be read says nothing.
    guard let value = payload.serviceValue(of: .xiaomi),
      let frame = try? MiBeaconFrame(parsing: value), case .sealed(let seal) = frame.content,
      frame.address == nil || frame.address == peer.bytes,
      // The same frame is repeated for seconds: it is not opened each time.
      seal.counter != counter,
      let plain = AES128.ccmOpen(
        seal.ciphertext, tag: seal.tag, key: bytes, nonce: seal.nonce(address: peer.bytes),
        associatedData: MiBeaconSeal.associatedBytes),
      let objects = try? MiBeaconObject.list(parsing: plain),
      let weighing = objects.lazy.compactMap({ try? MiBeaconWeighing($0) }).first,
      isNew(seal.counter, weighing.unixTime)
    else { return nil }
    counter = seal.counter
    time = max(time ?? 0, weighing.unixTime)
    return weighing
  }

  /// Nil while nobody knows what the scale calls its owner.
  func attribution(of weighing: MiBeaconWeighing) -> Attribution? {
    ownerNumber.map {
      Attribution(person: weighing.profile == $0 ? .owner : .other, basis: .scale)
    }
  }

  /// The counter only grows, until a new battery lets it start again: then the weighing must be newer than any before, which no
  /// recorded one is.
  private func isNew(_ counter: UInt32, _ time: UInt32) -> Bool {
    guard let last = self.counter, counter <= last else { return true }
    return time > self.time ?? 0
  }
}

extension MiBeaconWeighing {
  /// Both packets of a weighing have its time, which therefore identifies it. The one without a weight has an impedance of its own.
  var readings: [Reading] {
    guard let reading else { return [] }
    let impedance: MeasurementKind = reading.weight == nil ? .secondImpedance : .impedance
    return [
      reading.weight.flatMap { Reading(.weight, $0.grams, identifiedBy: unixTime) },
      reading.heartRate.flatMap { Reading(.heartRate, $0, identifiedBy: unixTime) },
      reading.impedanceDeciohms.flatMap { Reading(impedance, $0, identifiedBy: unixTime) },
    ].compactMap(\.self)
  }
}
