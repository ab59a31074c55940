import AccountSession
package import Commands
package import Gateway
import GatewayAccess
import JSON
package import Kernel
import SignedMetadata

/// A gateway to try out: people, themes, releases and accessories are there, and it goes on until it is told to end.
package final class Show {
  private let terminal: Terminal
  private let scenery: Scenery
  private let stage: Stage
  private let people: ShowPeople
  private let isKept: Bool
  private let published: Bool

  /// - Parameters:
  ///   - content: nil for an empty catalog.
  ///   - listen: where; the kernel chooses a port for 0.
  package init(
    content: Content?, publisher: String, data: String?, listen: ListenAddress, isSecure: Bool,
    on terminal: Terminal
  ) throws {
    self.terminal = terminal
    isKept = data != nil
    scenery = try Scenery(at: data)
    people = try ShowPeople(in: scenery)
    terminal.print("Starting a gateway, and publishing the sample content…", to: .errors)
    stage = try Stage(scenery, listen: listen, isSecure: isSecure, isLively: true)
    published = content != nil
    try settle(content, publisher)
  }

  /// Prints what there is, and waits for Ctrl-C.
  /// - Parameter signals: taken before any thread was started.
  package func run(until signals: borrowing SignalQueue) throws {
    terminal.print(ShowPage(url: stage.url, people: people, scenery: page).text(terminal))
    while try signals.wait() == .hangUp {}
    terminal.print("\nThe gateway finishes what is under way…", to: .errors)
    stage.stop()
  }

  private var page: ShowPage.Facts {
    ShowPage.Facts(
      authority: stage.isSecure ? scenery.certificatePath : nil, outbox: scenery.outbox,
      folder: scenery.path, isKept: isKept, hasContent: published)
  }

  // MARK: Setting up

  private func settle(_ content: Content?, _ publisher: String) throws {
    let roles: [(ShowPeople.Person, Roles)] = [
      (people.ada, .owner), (people.bo, .owner), (people.pia, [.owner, .publisher]),
      (people.olga, [.owner, .operator]),
    ]
    var isNew = true
    for (person, roles) in roles {
      do {
        _ = try stage.gateway.accounts.createAccount(
          identifier: person.identifier, password: person.password, roles: roles, language: nil)
      } catch AccountCreationError.taken {
        isNew = false
      }
    }
    let olga = stage.phone("operator's desk")
    try olga.signIn(
      people.olga.identifier, people.olga.password, isPhone: false, scope: ["account", "operate"])
    let team = ContentTeam(program: publisher, scenery: scenery, password: people.pia.password)
    if isNew {
      try grant("plan:plus", to: people.ada, by: olga)
      if content != nil { try olga.post("/v1/publish/keys", .object(team.makeKey())) }
    }
    guard let content else { return }
    try team.signIn(to: stage)
    try team.run(["theme", "publish", "--skip-existing", content.catalog])
    try team.run(["firmware", "publish", "--skip-existing", content.firmware])
  }

  private func grant(_ right: String, to person: ShowPeople.Person, by olga: Phone) throws {
    let found = try olga.get("/v1/operator/accounts?identifier=\(person.identifier)")
    let account = try found.objects("accounts").first?.text("account")
      .orDisappoint("\(person.name) has no account")
    try olga.post(
      "/v1/operator/accounts/\(account ?? "")/entitlements",
      .object(["name": .string(right), "source": .string("demo")]))
  }
}
