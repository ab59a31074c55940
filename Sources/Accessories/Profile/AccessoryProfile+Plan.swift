import BluetoothWire
import JSON

/// The user that a scale keeps for its owner. User Data Service 1.1.
struct ScaleUser: Hashable, Sendable {
  /// 0...9999, drawn by us, known to the scale and kept sealed here.
  let consentCode: UInt16
  /// The scale's number for the user; nil until it has given one.
  var index: UInt8?
}

extension AccessoryProfile {
  static let battery = GATTPlan.Characteristic(service: .battery, characteristic: .batteryLevel)
  static let heartRate = GATTPlan.Characteristic(
    service: .heartRate, characteristic: .heartRateMeasurement)
  static let steps = GATTPlan.Characteristic(service: .huami, characteristic: .huamiSteps)
  static let weight = GATTPlan.Characteristic(
    service: .weightScale, characteristic: .weightMeasurement)
  static let bodyComposition = GATTPlan.Characteristic(
    service: .bodyComposition, characteristic: .bodyCompositionMeasurement)
  static let userControl = GATTPlan.Characteristic(
    service: .userProfile, characteristic: .userControlPoint)
  static let currentTime = GATTPlan.Characteristic(
    service: .currentTimeService, characteristic: .currentTime)

  /// What to do while it is being linked: what it measures is only looked for. Nothing of it could be kept before the accessory is
  /// somebody's, and what is not kept is not to be confirmed.
  func introduction(at now: Timestamp, user: ScaleUser?) -> GATTPlan {
    var plan = plan(at: now, user: user)
    plan.needs = plan.subscriptions.filter { $0 != Self.userControl }
    plan.subscriptions.removeAll { $0 != Self.userControl }
    return plan
  }

  /// What to do on each connection. The clock is set each time, to UTC, so that what the accessory says of time can be believed.
  ///
  /// - Parameter user: nil for what has no users.
  func plan(at now: Timestamp, user: ScaleUser?) -> GATTPlan {
    var plan = GATTPlan(
      reads: Self.selfDescription + [Self.battery], subscriptions: [],
      writes: [.init(target: Self.currentTime, value: CurrentTime(utc: now).encoded())])
    plan.optional = Set(Self.selfDescription + [Self.battery, Self.currentTime])
    switch self {
    case .band:
      plan.subscriptions = [Self.heartRate, Self.steps, Self.battery]
    case .strap:
      plan.subscriptions = [Self.heartRate, Self.battery]
    case .scale:
      plan.subscriptions = [Self.userControl, Self.weight, Self.bodyComposition, Self.battery]
      plan.optional.formUnion([Self.userControl, Self.bodyComposition])
      if let user {
        let request: UserRequest =
          switch user.index {
          case nil: .register(consent: user.consentCode)
          case let index?: .consent(user: index, code: user.consentCode)
          }
        plan.writes.append(.init(target: Self.userControl, value: request.encoded()))
      }
    case .broadcastScale, .sealedScale:
      preconditionFailure("a scale that is never connected has no plan")
    }
    return plan
  }

  private static let selfDescription: [GATTPlan.Characteristic] = [
    .init(service: .deviceInformation, characteristic: .modelNumber),
    .init(service: .deviceInformation, characteristic: .hardwareRevision),
    .init(service: .deviceInformation, characteristic: .firmwareRevision),
  ]
}

extension CurrentTime {
  /// The moment in UTC, set by a reference.
  init(utc now: Timestamp) {
    let day: Int64 = 86_400_000
    let days = now.milliseconds / day
    // The calendar is Timestamp's, and its text is how it tells it: 2026-11-24T05:00:00.000Z.
    let fields = now.description.split { !$0.isNumber }.map { UInt16($0) ?? 0 }
    precondition(fields.count == 7, "a timestamp has seven fields")
    self.init(
      time: CalendarTime(
        year: fields[0], month: UInt8(fields[1]), day: UInt8(fields[2]), hour: UInt8(fields[3]),
        minute: UInt8(fields[4]), second: UInt8(fields[5])),
      // 1970-01-01 was a Thursday, which is 4.
      weekday: UInt8((days + 3) % 7 + 1),
      fractions256: UInt8(now.milliseconds % 1_000 * 256 / 1_000), adjustReason: 0b10)
  }
}
