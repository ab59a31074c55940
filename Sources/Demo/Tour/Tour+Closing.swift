import Gateway
import GatewayAccess
import HTTP
import SQLite

/// The gateway ends, and comes back.
extension Tour {
  func closing() throws {
    try report.step("The gateway drains and ends; its database is sound") {
      try theStage().stop()
      stage = nil
      let path = DataDirectory.databasePath(in: scenery.dataDirectory)
      let problems = try DatabaseFile.integrityProblems(path: path)
      try insist(problems.isEmpty, problems.joined(separator: "\n"))
      return "integrity_check and foreign_key_check: ok"
    }
    try report.step("It starts again, and nobody has to sign in anew") {
      let stage = try Stage(scenery, isSecure: true, isLively: false)
      self.stage = stage
      let phone = try theCast().phone.moved(to: stage.origin)
      try insist(try phone.status(.get, paidFile) == 200, "Ada's phone is not known any more")
      let linked = try phone.get("/v1/accessories").objects("accessories").count
      try insist(linked == 2, "\(linked) accessories are linked, not 2")
      let beats = try phone.get("/v1/measurements?kind=heart_rate").objects("measurements").count
      let lost = try lostPhone.orDisappoint("no phone was lost").phone.moved(to: stage.origin)
      try insist(try lost.status(.get, "/v1/themes") == 401, "the lost phone is back")
      stage.stop()
      self.stage = nil
      return "the session, the plan, \(linked) accessories and \(beats) heart rates are there; "
        + "the lost phone is still out"
    }
  }
}
