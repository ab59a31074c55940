import GatewayAccess
import JSON
import Kernel

/// The content team at its own machine: the real `lanyard-publish`, in an environment of its own.
struct ContentTeam {
  /// The program's absolute path.
  let program: String
  let scenery: Scenery
  /// Of the account; the key has it as its passphrase, too.
  let password: String

  static let identifier = "pia@example.org"

  /// Makes the key, and tells what an operator is to trust.
  func makeKey() throws -> JSONObject {
    try run(["key", "create", "--name", "Pia's laptop"])
    return try object(["key", "show"])
  }

  func signIn(to stage: Stage) throws {
    var arguments = [
      "login", "--gateway", stage.url, "--identifier", Self.identifier, "--password-stdin",
    ]
    if stage.isSecure { arguments += ["--authorities", scenery.certificatePath] }
    try run(arguments, input: password + "\n")
  }

  /// Runs the program to its end. Its words on standard error are the reason when it fails.
  @discardableResult
  func run(_ arguments: [String], input: String = "") throws -> String {
    var child = ChildProcess(
      program, arguments,
      environment: [
        "XDG_CONFIG_HOME": scenery.publisherHome, "HOME": scenery.publisherHome,
        "LANYARD_KEY_PASSPHRASE": password, "PATH": "/usr/bin:/bin",
      ])
    child.input = [UInt8](input.utf8)
    let ending: ChildProcess.Ending
    do throws(KernelError) {
      ending = try child.run(until: .now + .seconds(60))
    } catch {
      throw Disappointment("lanyard-publish cannot be run: \(error)")
    }
    guard ending.cause == .exited(0) else {
      let words = String(decoding: ending.errors, as: UTF8.self)
      throw Disappointment(
        "lanyard-publish \(arguments.prefix(2).joined(separator: " ")) failed: \(words)")
    }
    return String(decoding: ending.output, as: UTF8.self)
  }

  func object(_ arguments: [String]) throws -> JSONObject {
    let text = try run(arguments + ["--json"])
    guard case .object(let object)? = try? JSONValue.parsed([UInt8](text.utf8)) else {
      throw Disappointment("lanyard-publish \(arguments[0]) printed no JSON")
    }
    return object
  }
}
