/// The reply to "Read Controller Index List Command".
package struct ControllerList: Hashable, Sendable {
  package let controllers: [ControllerIndex]

  package init(parsing reply: [UInt8]) throws(WireError) {
    var reader = ByteReader(reply, of: "controller list")
    let count: UInt16 = try reader.integer()
    var controllers: [ControllerIndex] = []
    for _ in 0..<count { controllers.append(ControllerIndex(rawValue: try reader.integer())) }
    try reader.end()
    self.controllers = controllers
  }
}
