import BluetoothHost
import Gateway
import GatewayAccess
import HTTP
import HTTPClient
import JSON
import Kernel
import SimulatedRadio

/// Ada's band and scale.
extension Tour {
  func accessories() throws {
    let phone = try theCast().phone
    let air = try theStage().air
    let (band, scale) = (AccessoryDesign.lumenBand.address, AccessoryDesign.terraScale.address)
    try report.step("The radio hears what could be linked") {
      let seen = try until("nothing is nearby") { () -> [JSONObject]? in
        let seen = try phone.get("/v1/accessories/nearby").objects("nearby")
        return seen.count >= 2 ? seen : nil
      }
      return seen.map { "\($0.text("model") ?? "?") \($0.text("address") ?? "")" }
        .joined(separator: ", ")
    }
    try report.step("The band is linked: six digits are compared") {
      let (device, words) = try link("band", band, phone)
      return "\(device): \(words)"
    }
    try report.step("The scale is linked") {
      let (device, words) = try link("scale", scale, phone)
      return "\(device): \(words)"
    }
    try report.step("What they measure arrives, each value once") {
      for _ in 0..<5 { air.step(band) }
      air.weigh(Weighing(fiveGrams: 14_490), on: scale)
      let beats = try measurements("heart_rate", phone, atLeast: 5)
      let weights = try measurements("weight", phone, atLeast: 1)
      try insist(beats.count == 5, "five beats were sent and \(beats.count) are there")
      try insist(weights.count == 1, "one weighing became \(weights.count)")
      try insist(weights[0].integer("value") == 72_450, "the weight is not what the scale showed")
      let values = beats.compactMap { $0.integer("value").map(String.init) }
      return "heart rate \(values.joined(separator: ", ")) bpm; weight 72.45 kg"
    }
    try report.step("They are drawn as a chart and taken along as a table") {
      let chart = try phone.get("/v1/measurements/chart?kind=heart_rate&points=50")
      let samples = chart.objects("points").compactMap { $0.integer("count") }.reduce(0, +)
      try insist(samples == 5, "the chart holds \(samples) of 5 values")
      let csv = try phone.bytes("/v1/measurements/export?kind=heart_rate&format=csv")
      let lines = csv.split(separator: UInt8(ascii: "\n")).count
      try insist(lines == 6, "the table has \(lines) lines, not a heading and 5")
      return "\(chart.objects("points").count) points, \(lines - 1) rows of CSV"
    }
    try report.step("The band's own update is offered, because it is Ada's now") {
      let devices = try phone.get("/v1/updates").objects("devices")
      let device = try devices.first { $0.text("product") == "lumen-band" }
        .orDisappoint("the band is not among the devices")
      try insist(
        device.text("status") == "available", "the band is \(device.text("status") ?? "?")")
      return "lumen-band \(device.text("version") ?? "?")"
    }
  }

  /// Opens a link and answers what it asks, until it is made.
  private func link(
    _ kind: String, _ address: BluetoothAddress, _ phone: Phone
  ) throws -> (device: String, words: String) {
    let opened = try phone.post(
      "/v1/accessories/links",
      .object(["kind": .string(kind), "address": .string(address.description)]))
    let path = "/v1/accessories/links/\(opened.text("link") ?? "")"
    var words = "paired without digits"
    var isAnswered = false
    let link = try until("the link came to nothing") { () -> JSONObject? in
      let link = try phone.get(path)
      if case .object(let refusal)? = link["refusal"] {
        throw Disappointment("the link was refused: \(refusal.text("detail") ?? "")")
      }
      if case .object(let pairing)? = link["pairing"], !isAnswered {
        isAnswered = true
        if let digits = pairing.text("digits") { words = "both show \(digits)" }
        try phone.post(path + "/pairing", .object(["answer": .string("confirm")]))
      }
      return link.text("state") == "linked" ? link : nil
    }
    return (link.text("accessory") ?? "?", words)
  }

  private func measurements(
    _ kind: String, _ phone: Phone, atLeast count: Int
  ) throws -> [JSONObject] {
    _ = try until("the measurements did not arrive") { () -> Bool? in
      let page = try phone.get("/v1/measurements?kind=\(kind)")
      return page.objects("measurements").count >= count ? true : nil
    }
    return try phone.get("/v1/measurements?kind=\(kind)").objects("measurements")
  }

  /// Asks again and again until there is an answer.
  func until<Answer>(
    _ otherwise: String, within patience: Duration = .seconds(10), _ ask: () throws -> Answer?
  ) throws -> Answer {
    let deadline = MonotonicTime.now + patience
    while true {
      if let answer = try ask() { return answer }
      try insist(MonotonicTime.now < deadline, otherwise)
      try Pause.wait(.milliseconds(20))
    }
  }
}
