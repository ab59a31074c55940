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
  static let huamiHandshake = GATTPlan.Characteristic(
    service: .huamiAuthentication, characteristic: .huamiHandshake)
  static let huamiFetch = GATTPlan.Characteristic(service: .huami, characteristic: .huamiFetch)
  static let huamiActivity = GATTPlan.Characteristic(
    service: .huami, characteristic: .huamiActivity)
  static let huamiBattery = GATTPlan.Characteristic(service: .huami, characteristic: .huamiBattery)
  static let weight = GATTPlan.Characteristic(
    service: .weightScale, characteristic: .weightMeasurement)
  static let bodyComposition = GATTPlan.Characteristic(
    service: .bodyComposition, characteristic: .bodyCompositionMeasurement)
  static let userControl = GATTPlan.Characteristic(
    service: .userProfile, characteristic: .userControlPoint)
  static let currentTime = GATTPlan.Characteristic(
    service: .currentTimeService, characteristic: .currentTime)

  /// What to do while it is being linked. What a scale indicates is only looked for: nothing of it could be kept before the scale is
  /// somebody's, and what is not kept is not to be confirmed.
  func introduction(at now: Timestamp, user: ScaleUser?) -> GATTPlan {
    var plan = plan(at: now, user: user)
    guard self == .scale else { return plan }
    plan.needs = [Self.weight, Self.bodyComposition]
    plan.subscriptions.removeAll { plan.needs.contains($0) }
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
    case .huamiBand:
      // Locked as it is, it only shakes hands.
      plan = GATTPlan(reads: Self.selfDescription, subscriptions: [Self.huamiHandshake])
      plan.optional = Set(Self.selfDescription)
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
    case .miScale, .miBodyScale:
      guard let generation = miScale else { break }
      let clock = GATTPlan.Characteristic(
        service: Self.service(of: generation), characteristic: .currentTime)
      plan.subscriptions = [Self.shown(by: generation), Self.history(of: generation)]
      plan.writes = [.init(target: clock, value: CurrentTime(utc: now).encoded())]
      plan.optional.insert(clock)
    case .broadcastScale, .sealedScale:
      preconditionFailure("a scale that is never connected has no plan")
    }
    return plan
  }

  /// What to do once a conversation has opened it; nil for what was never locked.
  func openPlan(at now: Timestamp) -> GATTPlan? {
    guard self == .huamiBand else { return nil }
    let clock = GATTPlan.Characteristic(service: .huami, characteristic: .currentTime)
    let pace = GATTPlan.Characteristic(
      service: .heartRate, characteristic: .heartRateControlPoint)
    var plan = GATTPlan(
      reads: [Self.huamiBattery],
      subscriptions: [
        Self.heartRate, Self.steps, Self.huamiBattery, Self.huamiFetch, Self.huamiActivity,
      ],
      writes: [
        .init(target: clock, value: CurrentTime(utc: now, offsetQuarters: 0).encoded()),
        // A heart rate for each minute that it keeps.
        .init(target: pace, value: [0x14, 0x01]),
      ])
    plan.optional = [Self.huamiBattery, clock, pace]
    return plan
  }

  // MARK: Mi scales, which have everything in one service

  static func service(of generation: MiScale.Generation) -> UUID16 {
    switch generation {
    case .first: .weightScale
    case .bodyComposition: .bodyComposition
    }
  }

  /// What the scale shows now, in a layout of its own.
  private static func shown(by generation: MiScale.Generation) -> GATTPlan.Characteristic {
    switch generation {
    case .first: weight
    case .bodyComposition: bodyComposition
    }
  }

  /// What it kept while nobody listened.
  static func history(of generation: MiScale.Generation) -> GATTPlan.Characteristic {
    GATTPlan.Characteristic(service: service(of: generation), characteristic: .miScaleHistory)
  }

  /// What there is to say once the plan is in place; nil for what says everything by itself.
  ///
  /// - Parameters:
  ///   - user: for scales that keep a place for each.
  ///   - key: for what is of no use without one.
  func conversation(
    with facts: AccessoryFacts, user: ScaleUser?, key: OwnerKey?, at now: Timestamp
  ) -> Conversation? {
    if self == .huamiBand, let key {
      let since = CalendarTime(
        secondsSince1970: (now - HuamiBand.memory).milliseconds / 1_000)
      return .huami(
        .locked(
          .init(
            key: key.bytes, dialect: .init(model: facts.model ?? facts.name ?? ""),
            since: HuamiTime(time: since, offsetQuarters: 0))))
    }
    guard let generation = miScale, let user else { return nil }
    return .miScale(.notAsked(.init(generation: generation, user: user.consentCode)))
  }

  private static let selfDescription: [GATTPlan.Characteristic] = [
    .init(service: .deviceInformation, characteristic: .modelNumber),
    .init(service: .deviceInformation, characteristic: .hardwareRevision),
    .init(service: .deviceInformation, characteristic: .firmwareRevision),
  ]
}

extension HuamiHandshakeRequest.Dialect {
  /// By the model number or name; what is not known speaks as the Mi Band 3 and the watches do.
  init(model: String) {
    self =
      switch model.last {
      case "2" where model.contains("Band"): .second
      case "4" where model.contains("Band"), "5" where model.contains("Band"): .fourth
      default: .third
      }
  }
}

extension CurrentTime {
  /// The moment in UTC, set by a reference.
  ///
  /// - Parameter offsetQuarters: see `CurrentTime`.
  init(utc now: Timestamp, offsetQuarters: Int8? = nil) {
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
      fractions256: UInt8(now.milliseconds % 1_000 * 256 / 1_000),
      adjustReason: offsetQuarters == nil ? 0b10 : 0,
      offsetQuarters: offsetQuarters)
  }
}
