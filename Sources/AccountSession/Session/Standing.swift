import JSON

/// What an account is to its sessions: everything that a request is decided on, but for the session itself.
///
/// Each session's row carries it as bytes, so that a request whose session is not kept finds all of it by one descent of one tree. The
/// bytes are a copy: `StandingStore` makes a new one in every transaction that touches the account.
struct Standing: Sendable {
  let roles: Roles
  /// BCP 47; nil: as the client asks.
  let language: String?
  let entitlements: EntitlementSet
  /// Every phone and accessory of the account, the oldest first.
  let devices: [RegisteredDevice]
}

// MARK: As bytes

extension Standing {
  /// Goes up when the form changes. Bytes of another form are not read, and the account's rows are asked instead.
  private static let form: UInt8 = 1

  func encoded() -> [UInt8] {
    var writer = StandingWriter()
    writer.put(Self.form)
    writer.put(roles.rawValue)
    writer.put(language)
    writer.put(UInt16(truncatingIfNeeded: entitlements.grants.count))
    for grant in entitlements.grants {
      writer.put(grant.name.rawValue)
      writer.put(grant.endsAt?.milliseconds ?? .max)
    }
    writer.put(UInt16(truncatingIfNeeded: devices.count))
    for device in devices {
      writer.put(device.id.number)
      writer.put(device.kind.rawValue)
      writer.put(device.product)
      writer.put(device.hardware)
      writer.put(device.installedVersion)
      writer.put(device.channel)
    }
    return writer.bytes
  }

  /// Nil when these bytes are not of the present form, or hold what this program does not know.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = StandingReader(bytes)
    guard reader.byte() == Self.form, let roles = reader.integer(),
      let language = reader.optionalText(), let grantCount = reader.count()
    else { return nil }
    self.roles = Roles(rawValue: roles)
    self.language = language
    var grants: [EntitlementSet.Grant] = []
    for _ in 0..<grantCount {
      guard let name = reader.text().flatMap(EntitlementName.init(rawValue:)),
        let end = reader.integer()
      else { return nil }
      grants.append(
        EntitlementSet.Grant(
          name: name, endsAt: end == .max ? nil : Timestamp(milliseconds: end)))
    }
    entitlements = EntitlementSet(grants: grants)
    guard let deviceCount = reader.count() else { return nil }
    var devices: [RegisteredDevice] = []
    for _ in 0..<deviceCount {
      guard let device = reader.device() else { return nil }
      devices.append(device)
    }
    self.devices = devices
    guard reader.isAtEnd else { return nil }
  }
}

extension StandingReader {
  fileprivate mutating func device() -> RegisteredDevice? {
    guard let number = integer(), let kind = text().flatMap(RegisteredDevice.Kind.init(rawValue:)),
      let product = text(), let hardware = text(), let installed = optionalText(),
      let channel = text()
    else { return nil }
    return RegisteredDevice(
      id: DeviceID(number: number), kind: kind, product: product, hardware: hardware,
      installedVersion: installed, channel: channel)
  }
}
