package import Commands
import HTTP
import HTTPClient
import JSON
import Kernel

/// `login`, `logout`, `whoami`, as every program of ours has them.
package struct SignInCommands: Sendable {
  private let program: ClientProgram
  /// What the session is asked to be good for.
  private let scope: @Sendable (Invocation) -> [String]
  private let details: String
  private let parameters: [any AnyParameter]

  /// - Parameters:
  ///   - details: what kind of account is needed, for the help page.
  ///   - parameters: flags of login that `scope` reads.
  package init(
    _ program: ClientProgram, details: String, parameters: [any AnyParameter] = [],
    scope: @escaping @Sendable (Invocation) -> [String]
  ) {
    self.program = program
    self.details = details
    self.parameters = parameters
    self.scope = scope
  }

  private static let gateway = Parameter<String>.required(
    "gateway", "URL", environment: "LANYARD_GATEWAY",
    help: "the gateway, as https://gateway.example")
  private static let identifier = Parameter<String>.required(
    "identifier", "IDENTIFIER", short: "i",
    help: "the e-mail address or phone number of the account")
  private static let passwordFromInput = Parameter<Bool>.flag(
    "password-stdin", help: "read the password from standard input instead of asking for it")
  private static let authorities = Parameter<String?>.option(
    "authorities", "FILE", environment: "LANYARD_AUTHORITIES", completion: .files,
    help: "a PEM file of certificates to trust instead of the system's")
  private static let allowsPlain = Parameter<Bool>.flag(
    "allow-plain-http", help: "send the password unencrypted to another machine")
  private static let isLocal = Parameter<Bool>.flag(
    "local", help: "only forget the session here; it goes on until it ends by itself")

  package var login: Command {
    Command(
      "login", "Sign in to a gateway",
      details: """
        \(details) What is kept is a session that can be ended from anywhere, never the password; it is in \
        $XDG_CONFIG_HOME/lanyard/\(program.sessionFile), readable by you alone, and renews itself while it is used.
        """,
      parameters: [
        Self.gateway, Self.identifier, Self.passwordFromInput, Self.authorities, Self.allowsPlain,
      ] + parameters + [.json],
      examples: [
        .init(
          "\(program.name) \(program.signIn) --gateway https://gateway.example -i ada@example.org",
          "Sign in, and be asked for the password"),
        .init(
          "pass lanyard | \(program.name) \(program.signIn) --gateway https://gateway.example -i ada@example.org --password-stdin",
          "Sign in with a password from a password manager"),
      ], action: signIn)
  }

  package var logout: Command {
    Command("logout", "Sign out", parameters: [Self.isLocal], action: signOut)
  }

  package var whoami: Command {
    Command("whoami", "Show who is signed in where", parameters: [.json], action: show)
  }

  private func signIn(_ call: Invocation) throws -> ExitCode {
    guard let origin = Origin(call[Self.gateway]) else {
      throw UsageError(
        "--gateway takes a URL without a path, not '\(call[Self.gateway])'",
        hint: "Write it as https://gateway.example or http://127.0.0.1:8080.")
    }
    let home = try Home(of: program, environment: call.terminal.environment)
    let password =
      call[Self.passwordFromInput]
      ? try Prompt.secretFromStandardInput()
      : try Prompt.secret("Password for \(call[Self.identifier]) at \(origin):")
    let path = try call[Self.authorities].map(absolute)
    let client = HTTPClient(
      origin,
      GatewaySession.settings(
        authorities: path, allowsPlain: call[Self.allowsPlain], of: program))
    var proof: JSONObject = [
      "identifier": .string(call[Self.identifier]), "password": .string(password),
      "scope": .array(scope(call).map { .string($0) }),
    ]
    let answer = try SecondFactorPrompt.completing(&proof) {
      try client.send(ClientRequest(.post, "/v1/sessions", json: .object($0))).orRefused()
    }
    guard let tokens = StoredSession.Tokens(answer.json) else {
      throw HTTPClientError.malformed(origin)
    }
    let session = StoredSession(
      gateway: origin, authorities: path, allowsPlain: call[Self.allowsPlain],
      identifier: call[Self.identifier], tokens: tokens)
    try session.save(to: home)
    report(session, call)
    return .ok
  }

  private func signOut(_ call: Invocation) throws -> ExitCode {
    let home = try Home(of: program, environment: call.terminal.environment)
    guard let stored = try StoredSession.load(from: home) else { throw home.notSignedIn }
    if !call[Self.isLocal] {
      let answer = try GatewaySession(home: home)
        .send(ClientRequest(.delete, "/v1/sessions/current"))
      // A session that is over is what was asked for.
      if answer.status != .unauthorized { _ = try answer.orRefused() }
    }
    do throws(KernelError) {
      try FileSystem.remove(home.sessionPath)
    } catch {
      throw Failure(error, "forget the session")
    }
    call.terminal.print("Signed out of \(stored.gateway).", to: .errors)
    return .ok
  }

  private func show(_ call: Invocation) throws -> ExitCode {
    let session = try GatewaySession(
      home: Home(of: program, environment: call.terminal.environment))
    let answer = try session.send(ClientRequest(.get, "/v1/account")).orRefused()
    guard case .object(var account)? = answer.json else {
      throw HTTPClientError.malformed(session.stored.gateway)
    }
    account["gateway"] = .string(session.stored.gateway.description)
    var table = Table("GATEWAY", "ACCOUNT", "SIGNED IN AS", "ROLES")
    table.add(
      session.stored.gateway.description, session.stored.tokens.account,
      session.stored.identifier, account.texts("roles").joined(separator: ", "))
    call.show(json: JSONValue.object(account).encoded(), table: table, nothing: "")
    return .ok
  }

  private func report(_ session: StoredSession, _ call: Invocation) {
    guard call[.json] else {
      call.terminal.print(
        "Signed in to \(session.gateway) as \(session.identifier).", to: .errors)
      return
    }
    let json = JSONValue.object([
      "gateway": .string(session.gateway.description),
      "account": .string(session.tokens.account), "identifier": .string(session.identifier),
    ])
    call.terminal.print(String(decoding: json.encoded(), as: UTF8.self))
  }

  /// Kept for later calls, which may be made from another folder.
  private func absolute(_ path: String) throws(Failure) -> String {
    do throws(KernelError) {
      return try FileSystem.resolved(path)
    } catch {
      throw Failure(error, "find \(path)")
    }
  }
}
