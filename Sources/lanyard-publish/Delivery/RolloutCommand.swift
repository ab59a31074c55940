import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON

/// `firmware rollout`: how many devices are offered a release that is out.
enum RolloutCommand {
  private static let product = Parameter<String>.argument(
    "PRODUCT", help: "the product, as 'firmware list' names it")
  private static let version = Parameter<String>.argument("VERSION", help: "the release's version")
  private static let percent = Parameter<Double?>.option(
    "percent", "PERCENT", help: "the share of devices that are offered it, 0 to 100")
  private static let pause = Parameter<Bool>.flag(
    "pause", help: "offer it to no further device for now")
  private static let resume = Parameter<Bool>.flag("resume", help: "go on after a pause")

  static let command = Command(
    "rollout", "Widen, narrow or pause a release",
    details: """
      Takes effect with the next question that a device asks. A device that has installed the release keeps it.
      """,
    parameters: [product, version, percent, pause, resume, .json],
    examples: [
      .init(
        "lanyard-publish firmware rollout lumen-band 1.4.0 --percent 50",
        "Offer the release to half of the bands"),
      .init(
        "lanyard-publish firmware rollout lumen-band 1.4.0 --pause",
        "Stop offering it while a complaint is looked at"),
    ], action: change)

  private static func change(_ call: Invocation) throws -> ExitCode {
    guard !(call[pause] && call[resume]) else {
      throw UsageError("--pause and --resume contradict each other")
    }
    var change = JSONObject()
    if let percent = call[percent] { change["rollout_percent"] = .number(percent) }
    if call[pause] || call[resume] { change["paused"] = .bool(call[pause]) }
    guard !change.members.isEmpty else {
      throw UsageError("nothing to change", hint: "Give --percent, --pause or --resume.")
    }
    let target =
      "/v1/publish/releases/\(ClientRequest.escaped(call[product]))/"
      + ClientRequest.escaped(call[version])
    let session = try PublishProgram.session(call)
    let answer = try session.send(
      ClientRequest(.patch, target, json: .object(change))
    ).orRefused()
    guard case .object(let release)? = answer.json else {
      throw HTTPClientError.malformed(session.stored.gateway)
    }
    var table = Table("PRODUCT", "VERSION", "CHANNEL", "ROLLOUT %", "PAUSED")
    table.add(
      release.cell("product"), release.cell("version"), release.cell("channel"),
      release.cell("rollout_percent"), release.cell("paused"))
    call.show(json: answer.body, table: table, nothing: "")
    return .ok
  }
}
