package import Commands
import GatewayAccess
import HTTPClient
import Kernel
import SignedMetadata

/// The whole story, told once against a fresh data directory, by the real programs over the real API. Each step checks what it says; the
/// first that is not so ends the tour.
package final class Tour {
  let report: TourReport
  let content: Content
  let scenery: Scenery

  // What one step leaves for the next.
  var stage: Stage?
  var trusted: ContentKey?
  let operatorPassword = GeneratedPassword.make()
  let password = GeneratedPassword.make()
  let team: ContentTeam
  let ada = "ada@example.org"
  var people: Cast?
  var paidFile = ""
  var lostPhone: LostPhone?

  /// Who speaks to the gateway.
  struct Cast {
    let keeper: Phone
    let phone: Phone
  }

  /// - Parameters:
  ///   - publisher: the path of `lanyard-publish`.
  ///   - data: a folder for everything, kept afterwards; nil for one that is removed.
  package init(
    content: Content, publisher: String, data: String?, on terminal: Terminal
  ) throws {
    self.content = content
    scenery = try Scenery(at: data)
    team = ContentTeam(
      program: publisher, scenery: scenery, password: GeneratedPassword.make())
    report = TourReport(on: terminal)
  }

  /// - Returns: whether every step did what it says.
  package func run() -> Bool {
    report.say(
      "Lanyard, told in one go. Everything below happens now, on this machine, over HTTPS.\n")
    var isWhole = true
    do {
      try opening()
      try themes()
      try updates()
      try accessories()
      try revocation()
      try phones()
      try closing()
    } catch {
      // The report has said what it was.
      isWhole = false
      stage?.stop()
    }
    let total = report.elapsed.shown.drop { $0 == " " }
    report.say(
      isWhole
        ? "\nAll \(report.steps) steps did what they say, in \(total)."
        : "\nStep \(report.steps) did not do what it says, after \(total).")
    return isWhole
  }

  func theStage() throws -> Stage { try stage.orDisappoint("there is no gateway") }
  func theCast() throws -> Cast { try people.orDisappoint("nobody is signed in") }
}
