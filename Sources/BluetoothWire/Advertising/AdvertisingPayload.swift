/// Everything a peer said in one advertisement, with its scan response when the kernel has merged them.
package struct AdvertisingPayload: Hashable, Sendable {
  /// In the order sent, unknown types too; the same one may come twice, because scan responses repeat.
  package let elements: [AdvertisingElement]
  /// The last structure claimed more bytes than there were and was left out.
  package let isCutOff: Bool

  /// The longest extended advertisement. Core Specification 5.4, Vol 4, Part E, 7.8.54; more is not read.
  package static let longest = 1_650

  package init(_ elements: [AdvertisingElement]) {
    self.elements = elements
    isCutOff = false
  }

  /// Never fails: what peers send to everybody is often cut short, and what came before the cut is good. A length of
  /// zero ends the significant part (Core Specification 5.4, Vol 3, Part C, 11).
  package init(parsing bytes: some Collection<UInt8>) {
    var elements: [AdvertisingElement] = []
    var rest = bytes.prefix(AdvertisingPayload.longest)
    var isCutOff = bytes.count > AdvertisingPayload.longest
    while let length = rest.popFirst(), length > 0 {
      guard rest.count >= Int(length), let type = rest.popFirst() else {
        isCutOff = true
        break
      }
      let value = Array(rest.prefix(Int(length) - 1))
      rest = rest.dropFirst(value.count)
      elements.append(AdvertisingElement(AdvertisingType(rawValue: type), value))
    }
    self.elements = elements
    self.isCutOff = isCutOff
  }

  /// A structure longer than 255 bytes is a mistake of ours, and traps.
  package func encoded() -> [UInt8] {
    elements.flatMap { [UInt8($0.value.count + 1), $0.type.rawValue] + $0.value }
  }
}

// MARK: - What was said

extension AdvertisingPayload {
  package var flags: AdvertisingFlags? {
    first(.flags)?.first.map(AdvertisingFlags.init(rawValue:))
  }

  /// The complete name, else the shortened one. As sent, ill-formed UTF-8 repaired: not yet fit to be shown.
  package var localName: String? {
    (first(.completeName) ?? first(.shortName)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// dBm.
  package var transmitPower: Int? {
    guard let value = first(.transmitPower), value.count == 1 else { return nil }
    return Int(Int8(bitPattern: value[0]))
  }

  /// Listed services, each once, in the order of their first mention.
  package var services: [AttributeUUID] {
    var list: [AttributeUUID] = []
    for element in elements {
      let width: Int
      switch element.type {
      case .someServices16, .allServices16: width = 2
      case .someServices128, .allServices128: width = 16
      default: continue
      }
      var rest = element.value[...]
      while let uuid = AttributeUUID(littleEndian: rest.prefix(width)), rest.count >= width {
        if !list.contains(uuid) { list.append(uuid) }
        rest = rest.dropFirst(width)
      }
    }
    return list
  }

  /// What is said in the name of a service; nil when nothing is. The first mention counts.
  package func serviceValue(of service: UUID16) -> [UInt8]? {
    serviceValues.first { $0.service == AttributeUUID(service) }?.value
  }

  package var serviceValues: [(service: AttributeUUID, value: [UInt8])] {
    elements.compactMap { element in
      let width: Int
      switch element.type {
      case .serviceValue16: width = 2
      case .serviceValue128: width = 16
      default: return nil
      }
      guard let uuid = AttributeUUID(littleEndian: element.value.prefix(width)),
        element.value.count >= width
      else { return nil }
      return (uuid, Array(element.value.dropFirst(width)))
    }
  }

  /// What makers say in their own formats, by company identifier.
  package var manufacturerValues: [(company: UInt16, value: [UInt8])] {
    elements.compactMap { element in
      guard element.type == .manufacturerValue, element.value.count >= 2 else { return nil }
      return (
        UInt16(element.value[0]) | UInt16(element.value[1]) << 8, Array(element.value.dropFirst(2))
      )
    }
  }

  private func first(_ type: AdvertisingType) -> [UInt8]? {
    elements.first { $0.type == type }?.value
  }
}
