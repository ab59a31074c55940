import Commands

/// What a person reads when the demo has started: who can sign in, what is on the air, and lines to try.
struct ShowPage {
  struct Facts {
    /// The certificate to trust; nil in the clear.
    let authority: String?
    let outbox: String
    let folder: String
    let isKept: Bool
    let hasContent: Bool
  }

  let url: String
  let people: ShowPeople
  let scenery: Facts

  func text(_ terminal: Terminal) -> String {
    let bold = { terminal.styled($0, .bold) }
    return """

      \(bold("Lanyard is running at \(url)"))  (Ctrl-C ends it; \(scenery.folder) is \(scenery.isKept ? "kept" : "removed then"))

      \(bold("People"))
      \(table)

      \(bold("On the simulated radio"))
        Lumen Band    compares six digits, then sends heart rate, steps and battery every second
        Terra Scale   connects, and somebody of about 72 kg steps on it every second
        MIBFS         only advertises: its owner shows that it is at hand by stepping on it
      \(scenery.hasContent ? "" : "\n  (No Catalog and Firmware were found, so there is nothing to browse: see --content.)\n")
      \(bold("Try it as Ada's phone"))
        TOKEN=$(\(curl)/v1/sessions -H 'Content-Type: application/json' -d '{
          "identifier": "\(people.ada.identifier)", "password": "\(people.ada.password)",
          "device": {"product": "aurora-phone", "hardware": "a1", "identity": "my-phone",
                     "name": "My phone", "installed_version": "2.0.0"}}' |
          sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
        \(curl)/v1/themes -H "Authorization: Bearer $TOKEN" -H 'Accept-Language: sv'
        \(curl)/v1/updates -H "Authorization: Bearer $TOKEN"
        \(bareCurl) -N \(url)/v1/notices/stream -H "Authorization: Bearer $TOKEN"

      \(bold("Try it from the command line"))
        lanyard account login --gateway \(url) -i \(people.ada.identifier)\(trust)
        lanyard accessory nearby
        lanyard accessory link band
        lanyard accessory measurements heart_rate
        lanyard account sessions end --others

      Codes for new accounts arrive in \(scenery.outbox).

      """
  }

  private var bareCurl: String {
    "curl -s" + (scenery.authority.map { " --cacert \($0)" } ?? "")
  }
  private var curl: String { "\(bareCurl) \(url)" }
  private var trust: String { scenery.authority.map { " --authorities \($0)" } ?? "" }

  private var table: String {
    let width = people.all.map(\.identifier.count).max() ?? 0
    return people.all.map { person in
      let identifier = person.identifier + spaces(width - person.identifier.count)
      return "  \(identifier)  \(person.password)  \(person.name), \(person.means)"
    }.joined(separator: "\n")
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
