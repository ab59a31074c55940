import BluetoothHost
import BluetoothWire
import Cryptography
import SimulatedRadio
import Testing

/// The whole stack: a real client, a real server, and a socket pair between them.
@Suite("A connection to a simulated accessory", .timeLimit(.minutes(1)))
struct ConnectionTests {
  @Test("exchanges MTUs and finds a band's services, with 128-bit UUIDs")
  func band() async throws {
    let scene = try Scene(.lumenBand)
    try await scene.connect(to: .lumenBand)
    let database = try await scene.discover()
    #expect(await scene.radio.mtu() == 517)
    #expect(
      database.services.compactMap(\.uuid.short) == [
        .genericAccess, .genericAttribute, .heartRate, .huami, .deviceInformation, .battery,
        .currentTimeService,
      ])
    let steps = try database.find(.huamiSteps, in: .huami)
    #expect(steps.uuid == .huami(.huamiSteps))
    #expect(steps.configuration != nil)
    let model = try database.find(.modelNumber, in: .deviceInformation)
    #expect(try await scene.radio.read(model.valueHandle).get() == Array("LB-1".utf8))
    let battery = try database.find(.batteryLevel, in: .battery)
    #expect(try await scene.radio.read(battery.valueHandle).get() == [87])
  }

  @Test("brings a band's notifications in every form, the same for the same seed")
  func notifications() async throws {
    var runs: [[[UInt8]]] = []
    for _ in 0..<2 {
      let scene = try Scene(.lumenBand)
      try await scene.connect(to: .lumenBand)
      let database = try await scene.discover()
      for (characteristic, service) in [
        (UUID16.heartRateMeasurement, UUID16.heartRate), (.huamiSteps, .huami),
      ] {
        let found = try database.find(characteristic, in: service)
        #expect(await scene.radio.subscribe(to: found) == nil)
      }
      var values: [[UInt8]] = []
      for _ in 0..<20 {
        scene.air.step(AccessoryDesign.lumenBand.address)
        guard case .value(let heart, let rate) = await scene.next(),
          case .value(let huami, let steps) = await scene.next()
        else { throw Scene.Unexpected() }
        #expect(heart == AttributeUUID(.heartRateMeasurement))
        #expect(huami == .huami(.huamiSteps))
        values += [rate, steps]
      }
      let rates = try values.filter { $0.count != 13 }.map { try HeartRateReading(parsing: $0) }
      #expect(rates.contains { $0.contact == .missing })
      #expect(rates.contains { !$0.intervals1024.isEmpty })
      #expect(rates.contains { $0.energyKilojoules != nil })
      #expect(
        rates.filter { $0.contact == .detected }.allSatisfy {
          (52...165).contains($0.beatsPerMinute)
        })
      let steps = try values.filter { $0.count == 13 }.map {
        try StepsReading(parsingHuami: $0).steps
      }
      #expect(steps == steps.sorted())
      runs.append(values)
    }
    #expect(runs[0] == runs[1])
  }

  @Test("brings a scale's indications, each after the one before was confirmed")
  func indications() async throws {
    let scene = try Scene(.terraScale)
    try await scene.connect(to: .terraScale)
    let database = try await scene.discover()
    let weight = try database.find(.weightMeasurement, in: .weightScale)
    let body = try database.find(.bodyCompositionMeasurement, in: .bodyComposition)
    #expect(await scene.radio.subscribe(to: weight) == nil)
    #expect(await scene.radio.subscribe(to: body) == nil)
    for grams in [UInt16(14_490), 14_500, 14_510] {
      scene.air.weigh(Weighing(fiveGrams: grams, user: 1), on: AccessoryDesign.terraScale.address)
    }
    for grams in [72_450, 72_500, 72_550] {
      guard case .value(_, let first) = await scene.next(),
        case .value(_, let second) = await scene.next()
      else { throw Scene.Unexpected() }
      let measured = try WeightMeasurement(parsing: first)
      #expect(measured.weight?.grams == grams)
      #expect(measured.user == 1)
      let composition = try BodyCompositionMeasurement(parsing: second)
      #expect(composition.time == measured.time)
      #expect(composition.impedanceDeciohms == 5_030)
    }
  }

  @Test("brings what a scale weighed while nobody was there, once")
  func backlog() async throws {
    let scene = try Scene(.terraScale)
    scene.air.weigh(Weighing(fiveGrams: 14_490), on: AccessoryDesign.terraScale.address)
    try await scene.connect(to: .terraScale)
    let database = try await scene.discover()
    for (characteristic, service) in [
      (UUID16.weightMeasurement, UUID16.weightScale),
      (.bodyCompositionMeasurement, .bodyComposition),
    ] {
      let found = try database.find(characteristic, in: service)
      #expect(await scene.radio.subscribe(to: found) == nil)
    }
    guard case .value(_, let kept) = await scene.next() else { throw Scene.Unexpected() }
    #expect(try WeightMeasurement(parsing: kept).weight?.grams == 72_450)
    _ = await scene.next()
    scene.air.weigh(Weighing(fiveGrams: 14_500), on: AccessoryDesign.terraScale.address)
    guard case .value(_, let new) = await scene.next() else { throw Scene.Unexpected() }
    #expect(try WeightMeasurement(parsing: new).weight?.grams == 72_500)
  }

  @Test("lets a user register and consent on the scale, and answers only who listens")
  func users() async throws {
    let scene = try Scene(.terraScale)
    try await scene.connect(to: .terraScale)
    let database = try await scene.discover()
    let control = try database.find(.userControlPoint, in: .userProfile)
    let register = UserRequest.register(consent: 1_234).encoded()
    #expect(
      await scene.radio.write(register, at: control.valueHandle)
        == .refused(.clientConfigurationImproper, control.valueHandle))
    #expect(await scene.radio.subscribe(to: control) == nil)
    for (request, answer) in [
      (UserRequest.register(consent: 1_234), UserResponse(to: 1, .success, parameter: [1])),
      (.consent(user: 1, code: 1_234), UserResponse(to: 2, .success)),
      (.consent(user: 1, code: 4_321), UserResponse(to: 2, .notAuthorised)),
      (.register(consent: 10_000), UserResponse(to: 1, .invalidParameter)),
      (.listUsers, UserResponse(to: 4, .success, parameter: [1, 1])),
      (.deleteUser(2), UserResponse(to: 5, .invalidParameter)),
      (.deleteUser(1), UserResponse(to: 5, .success, parameter: [1])),
    ] {
      #expect(await scene.radio.write(request.encoded(), at: control.valueHandle) == nil)
      #expect(await scene.next() == .value(control.uuid, answer.encoded()))
    }
  }

  @Test("sets a clock, and not to a time that is none")
  func clock() async throws {
    let scene = try Scene(.terraScale)
    try await scene.connect(to: .terraScale)
    let database = try await scene.discover()
    let time = try database.find(.currentTime, in: .currentTimeService)
    let good = CurrentTime(
      time: CalendarTime(year: 2026, month: 11, day: 25, hour: 9, minute: 0, second: 0),
      weekday: 3)
    #expect(await scene.radio.write(good.encoded(), at: time.valueHandle) == nil)
    let bad = CurrentTime(
      time: CalendarTime(year: 2026, month: 2, day: 30, hour: 9, minute: 0, second: 0), weekday: 3)
    #expect(
      await scene.radio.write(bad.encoded(), at: time.valueHandle)
        == .refused(ATTErrorCode(rawValue: 0x80), time.valueHandle))
    let weight = try database.find(.weightMeasurement, in: .weightScale)
    let body = try database.find(.bodyCompositionMeasurement, in: .bodyComposition)
    #expect(await scene.radio.subscribe(to: weight) == nil)
    #expect(await scene.radio.subscribe(to: body) == nil)
    scene.air.weigh(Weighing(fiveGrams: 14_490), on: AccessoryDesign.terraScale.address)
    guard case .value(_, let bytes) = await scene.next() else { throw Scene.Unexpected() }
    #expect(try WeightMeasurement(parsing: bytes).time == good.time)
  }

  @Test("tells the hash of its database, which is that of its definitions")
  func hash() async throws {
    let scene = try Scene(.lumenBand)
    try await scene.connect(to: .lumenBand)
    let database = try await scene.discover()
    let found = try database.find(.databaseHash, in: .genericAttribute)
    var definition = DatabaseDefinition()
    for service in database.services {
      definition.add(
        service.range.first, type: .primaryService, value: service.uuid.littleEndian)
      for characteristic in service.characteristics {
        definition.add(
          characteristic.declaration, type: .characteristic,
          value: CharacteristicDeclaration(
            properties: characteristic.properties, valueHandle: characteristic.valueHandle,
            uuid: characteristic.uuid
          ).encoded())
        for descriptor in characteristic.descriptors {
          definition.add(descriptor.handle, type: .clientConfiguration, value: [])
        }
      }
    }
    let hash = AES128.cmac(definition.hashMessage, key: [UInt8](repeating: 0, count: 16))
    #expect(try await scene.radio.read(found.valueHandle).get() == hash.reversed())
  }

  @Test("ends when the accessory is carried away, and what was asked is abandoned")
  func away() async throws {
    let scene = try Scene(.lumenBand)
    try await scene.connect(to: .lumenBand)
    _ = try await scene.discover()
    scene.air.setReach(false, of: AccessoryDesign.lumenBand.address)
    #expect(await scene.next() == .ended(.peerGone))
    #expect(await scene.radio.discover() == .failure(.abandoned))
  }

  @Test("is not advertised for, and is again when it has ended")
  func advertising() async throws {
    let scene = try Scene(.lumenBand)
    scene.radio.listen()
    let first = await scene.nextAdvertisement(of: .lumenBand)
    let payload = AdvertisingPayload(parsing: first?.payload ?? [])
    #expect(payload.localName == "Lumen Band")
    #expect(payload.services == [AttributeUUID(.heartRate)])
    #expect((first?.payload.count ?? 99) <= 31)
    try await scene.connect(to: .lumenBand)
    scene.radio.hangUp()
    #expect(await scene.nextAdvertisement(of: .lumenBand) != nil)
  }

  @Test("is never made to a scale that advertises, which shows its display to everybody")
  func broadcast() async throws {
    var configuration = Scene.configuration()
    // Only what a step shows is heard.
    configuration.advertisingInterval = .seconds(60)
    let scene = try Scene(.miScale, .lumenBand, configuration: configuration)
    scene.radio.listen()
    // From here on the radio listens.
    _ = await scene.nextAdvertisement(of: .lumenBand)
    scene.air.weigh(Weighing(fiveGrams: 14_490), on: AccessoryDesign.miScale.address)
    for _ in 0..<3 { scene.air.step(AccessoryDesign.miScale.address) }
    var readings: [ScaleReading] = []
    for _ in 0..<4 {
      let heard = try #require(await scene.nextAdvertisement(of: .miScale))
      #expect(heard.payload.count <= 31)
      let value = AdvertisingPayload(parsing: heard.payload).serviceValue(of: .bodyComposition)
      readings.append(try ScaleReading(parsingMiBodyScale: try #require(value)))
    }
    #expect(readings.map(\.isSettled) == [false, true, true, false])
    #expect(readings.map(\.isRemoved) == [false, false, false, true])
    #expect(readings.map(\.impedanceDeciohms) == [nil, nil, 5_030, 5_030])
    #expect(readings[1].weight?.grams == 72_450)
    #expect(Set(readings.map(\.clock)).count == 1)
  }
}
