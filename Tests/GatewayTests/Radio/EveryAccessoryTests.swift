import BluetoothHost
import Gateway
import HTTP
import HTTPClient
import JSON
import LanyardTesting
import SimulatedRadio
import Testing

/// Each kind of accessory through the whole product: from its owner's wish over HTTP, by real ATT or real advertisements, to its
/// measurements in the database.
@Suite("A gateway and an accessory", .onOwnThread)
struct EveryAccessoryTests {
  private let air: SimulatedAir
  private let gateway: GatewayFixture
  private let ada: GatewayFixture.SignedIn

  init() throws {
    var world = AirConfiguration()
    world.clock = { SystemClock().now.milliseconds / 1_000 }
    world.advertisingInterval = .milliseconds(20)
    air = try SimulatedAir(world)
    gateway = try GatewayFixture(air: air)
    try gateway.makeAccount()
    ada = try gateway.signIn()
  }

  /// Confirms what it is asked, and stands on what asks for that.
  private func link(
    _ design: AccessoryDesign, _ kind: String, _ more: JSONObject = [:]
  ) throws {
    air.add(design)
    var wish = more
    wish["kind"] = .string(kind)
    wish["address"] = .string(design.address.description)
    let answer = try ada.client.send(
      ClientRequest(.post, "/v1/accessories/links", json: .object(wish))
    ).orRefused()
    guard case .object(let opened)? = answer.json, case .string(let link)? = opened["link"] else {
      Issue.record("no link")
      return
    }
    let path = "/v1/accessories/links/\(link)"
    #expect(
      try eventually(within: Self.patience) {
        let link = try ada.object(path)
        switch link["state"] {
        case .string("pairing"):
          _ = try ada.status(.post, path + "/pairing", .object(["answer": .string("confirm")]))
        case .string("discovering") where !design.kind.isConnected,
          .string("awaiting_presence"):
          air.weigh(Weighing(fiveGrams: 14_490), on: design.address)
        case .string("refused"), .string("expired"):
          Issue.record("\(link)")
          return true
        case .string("linked"): return true
        default: break
        }
        return false
      })
  }

  private func values(_ kind: String) throws -> [Int64] {
    guard case .array(let rows)? = try ada.object("/v1/measurements?kind=\(kind)")["measurements"]
    else { return [] }
    return rows.compactMap { row in
      if case .object(let row) = row, case .integer(let value)? = row["value"] {
        value
      } else {
        nil
      }
    }
  }

  private func isKept(_ kind: String, _ expected: (Int64) -> Bool) throws -> Bool {
    try eventually(within: Self.patience) { try values(kind).contains(where: expected) }
  }

  /// A loaded machine is slow at everything at once.
  private static let patience: Duration = .seconds(40)

  private static let key: JSONObject = [
    "key": .string("202122232425262728292a2b2c2d2e2f")
  ]

  @Test("that is a strap: its heart rate arrives")
  func strap() throws {
    try link(.pulseStrap, "band")
    #expect(
      try eventually(within: Self.patience) {
        air.step(AccessoryDesign.pulseStrap.address)
        return try !values("heart_rate").isEmpty
      })
  }

  @Test("that is a scale with users: a weighing arrives, also one from before it was linked")
  func scale() throws {
    try link(.terraScale, "scale")
    air.weigh(Weighing(fiveGrams: 14_500, user: 1), on: AccessoryDesign.terraScale.address)
    #expect(try isKept("weight") { $0 == 72_500 })
    #expect(try isKept("body_fat") { $0 == 182 })
  }

  @Test("that is a Mi scale with a history: what nobody heard arrives, and is asked for once")
  func history() throws {
    let scale = AccessoryDesign.historyScale
    try link(scale, "scale", ["history": .bool(true)])
    air.setReach(false, of: scale.address)
    for fiveGrams in [14_400, 14_410, 14_420] as [UInt16] {
      air.weigh(Weighing(fiveGrams: fiveGrams), on: scale.address)
    }
    air.setReach(true, of: scale.address)
    #expect(try isKept("weight") { $0 == 72_100 })
    #expect(try values("weight") == [72_000, 72_050, 72_100])
    #expect(try values("impedance").count == 3)
  }

  @Test("that is a scale whose frames are sealed: both packets of its weighing arrive")
  func sealed() throws {
    let scale = AccessoryDesign.sealedScale
    try link(scale, "scale", Self.key)
    #expect(try isKept("weight") { $0 == 72_400 })
    air.step(scale.address)
    #expect(try isKept("second_impedance") { $0 == 4_630 })
  }

  @Test("that is a Mi band: it opens to its key, and what it kept arrives")
  func huami() throws {
    let band = AccessoryDesign.huamiBand
    air.add(band)
    for _ in 0..<3 { air.step(band.address) }
    try link(band, "band", Self.key)
    #expect(
      try eventually(within: Self.patience) {
        air.step(band.address)
        return try !values("steps").isEmpty && !values("heart_rate").isEmpty
      })
    #expect(try isKept("battery") { $0 == 87 })
  }
}
