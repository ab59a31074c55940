package import BluetoothWire

/// One attribute of a server.
package struct Attribute: Hashable, Sendable {
  package let handle: AttributeHandle
  package let type: AttributeUUID
  package fileprivate(set) var value: [UInt8]
  package let access: AttributeAccess

  fileprivate init(
    _ handle: AttributeHandle, _ type: AttributeUUID, _ value: [UInt8], _ access: AttributeAccess
  ) {
    self.handle = handle
    self.type = type
    self.value = value
    self.access = access
  }
}

/// What a link must be to touch an attribute. Core Specification 5.4, Vol 3, Part F, 3.2.5.
package struct AttributeAccess: Hashable, Sendable {
  package enum Need: Hashable, Sendable {
    case never
    case nothing
    case encryption
    case authentication

    /// What keeps the link out; nil when it may. Which error says what: Part C, table 10.2.
    func refusal(on link: LinkSecurity, never: ATTErrorCode) -> ATTErrorCode? {
      switch self {
      case .never: never
      case .nothing: nil
      case .encryption: link.isEncrypted ? nil : .insufficientEncryption
      case .authentication:
        link.isEncrypted && link.isAuthenticated ? nil : .insufficientAuthentication
      }
    }
  }

  package let reading: Need
  package let writing: Need
  /// To ask a characteristic to send by itself.
  package let subscribing: Need

  /// - Parameter subscribing: nil for what reading takes, because a subscription is a way to read; or writing, for a
  ///   control point, which nobody reads.
  package init(reading: Need, writing: Need, subscribing: Need? = nil) {
    self.reading = reading
    self.writing = writing
    self.subscribing = subscribing ?? (reading == .never ? writing : reading)
  }

  package static let readable = AttributeAccess(reading: .nothing, writing: .never)
}

/// The attributes of a server, by handles from 1 without gaps.
package struct AttributeTable: Hashable, Sendable {
  private var attributes: [Attribute] = []

  package init() {}

  package var all: [Attribute] { attributes }

  package subscript(handle: AttributeHandle) -> Attribute? {
    let index = Int(handle.rawValue) - 1
    return attributes.indices.contains(index) ? attributes[index] : nil
  }

  /// Those from `first` to `last`.
  package func attributes(
    from first: AttributeHandle, to last: AttributeHandle
  ) -> ArraySlice<Attribute> {
    let start = Int(first.rawValue) - 1
    let end = min(Int(last.rawValue), attributes.count)
    return start < end ? attributes[start..<end] : []
  }

  /// Where the service that starts at `start` ends; the table's last service goes on for ever, so that it may grow.
  package func endOfGroup(startingAt start: AttributeHandle) -> AttributeHandle {
    let next = attributes.first {
      $0.handle > start && AttributeTable.isService($0.type)
    }
    return next.map { AttributeHandle(rawValue: $0.handle.rawValue - 1) } ?? .last
  }

  static func isService(_ type: AttributeUUID) -> Bool {
    type == AttributeUUID(.primaryService) || type == AttributeUUID(.secondaryService)
  }

  /// The value of a characteristic; nil when the service has none of this name. The first of each counts.
  package func valueHandle(
    of characteristic: AttributeUUID, in service: AttributeUUID
  ) -> AttributeHandle? {
    var isInside = false
    for attribute in attributes {
      if AttributeTable.isService(attribute.type) {
        isInside = attribute.value == service.littleEndian
      } else if isInside, attribute.type == characteristic {
        return attribute.handle
      }
    }
    return nil
  }

  /// What a client asked the characteristic to send; nothing where it cannot.
  package func configuration(of valueHandle: AttributeHandle) -> ClientConfiguration {
    guard let next = valueHandle.next, let attribute = self[next],
      attribute.type == AttributeUUID(.clientConfiguration)
    else { return [] }
    // The server lets no other than two bytes in.
    return (try? ClientConfiguration(parsing: attribute.value)) ?? []
  }

  package func isSubscribed(to valueHandle: AttributeHandle) -> Bool {
    configuration(of: valueHandle) != []
  }

  /// As after the end of a connection: nobody is subscribed to anything.
  package mutating func endSubscriptions() {
    for attribute in attributes where attribute.type == AttributeUUID(.clientConfiguration) {
      setValue(ClientConfiguration().encoded(), at: attribute.handle)
    }
  }

  package mutating func setValue(_ value: [UInt8], at handle: AttributeHandle) {
    precondition(self[handle] != nil, "no attribute at \(handle.rawValue)")
    precondition(value.count <= ATTPDU.longestValue, "a value has at most 512 bytes")
    attributes[Int(handle.rawValue) - 1].value = value
  }

  // MARK: - Building

  package mutating func addService(_ uuid: AttributeUUID) {
    add(AttributeUUID(.primaryService), uuid.littleEndian, .readable)
  }

  /// Adds a characteristic to the last service: its declaration, its value and, where it sends by itself, the descriptor with
  /// which a client asks for that.
  /// - Returns: the handle of the value.
  @discardableResult
  package mutating func addCharacteristic(
    _ uuid: AttributeUUID, _ properties: CharacteristicProperties, _ access: AttributeAccess,
    value: [UInt8] = []
  ) -> AttributeHandle {
    let valueHandle = AttributeHandle(rawValue: UInt16(attributes.count + 2))
    let declaration = CharacteristicDeclaration(
      properties: properties, valueHandle: valueHandle, uuid: uuid)
    add(AttributeUUID(.characteristic), declaration.encoded(), .readable)
    add(uuid, value, access)
    if !properties.isDisjoint(with: [.notify, .indicate]) {
      add(
        AttributeUUID(.clientConfiguration), ClientConfiguration().encoded(),
        AttributeAccess(reading: .nothing, writing: access.subscribing))
    }
    return valueHandle
  }

  package mutating func addDescriptor(
    _ uuid: AttributeUUID, _ access: AttributeAccess, value: [UInt8]
  ) {
    add(uuid, value, access)
  }

  private mutating func add(_ type: AttributeUUID, _ value: [UInt8], _ access: AttributeAccess) {
    let handle = AttributeHandle(rawValue: UInt16(attributes.count + 1))
    attributes.append(Attribute(handle, type, value, access))
  }
}
