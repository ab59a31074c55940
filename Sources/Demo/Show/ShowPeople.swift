import Gateway
import GatewayAccess
import JSON
import Kernel

/// The people of a running demo and their passwords, which are kept beside its data when that is kept.
struct ShowPeople {
  struct Person {
    let name: String
    let identifier: String
    let password: String
    let means: String
  }

  let ada: Person
  let bo: Person
  let pia: Person
  let olga: Person

  var all: [Person] { [ada, bo, pia, olga] }

  /// Those of an earlier run on the same scenery, or new ones.
  init(in scenery: Scenery) throws {
    let path = scenery.path + "/people.json"
    var kept = JSONObject()
    if try FileSystem.length(of: path) != nil,
      case .object(let object) = try JSONValue.parsed(FileSystem.read(path, limit: 64 << 10))
    {
      kept = object
    }
    func person(_ name: String, _ means: String) -> Person {
      let identifier = "\(name.lowercased())@example.org"
      let password = kept.text(identifier) ?? GeneratedPassword.make()
      kept[identifier] = .string(password)
      return Person(name: name, identifier: identifier, password: password, means: means)
    }
    ada = person("Ada", "an owner who holds plan:plus")
    bo = person("Bo", "an owner who holds nothing")
    pia = person("Pia", "of the content team: may publish")
    olga = person("Olga", "the operator")
    try FileSystem.replace(path, with: JSONValue.object(kept).encoded(), mode: 0o600)
  }
}
