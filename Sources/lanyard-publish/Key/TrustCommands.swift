import Commands
import GatewayAccess
import HTTP
import HTTPClient
import JSON
import Kernel
import SignedMetadata

/// `key trusted`, `key trust` and `key distrust`: which keys the gateway believes. Changing that is an operator's.
enum TrustCommands {
  private static let proposal = Parameter<String?>.optionalArgument(
    "FILE", completion: .files,
    help: "what 'key show --json' printed; this machine's own key when left out")
  private static let keyID = Parameter<String>.argument(
    "KEY", help: "the key's id, as 'key trusted' lists it")

  static let list = Command(
    "trusted", "List the keys that the gateway trusts", parameters: [.json]
  ) { call in
    let session = try PublishProgram.session(call)
    let answer = try session.send(ClientRequest(.get, "/v1/publish/keys")).orRefused()
    guard case .object(let object)? = answer.json, case .array(let keys)? = object["keys"] else {
      throw HTTPClientError.malformed(session.stored.gateway)
    }
    var table = Table("KEY", "NAME", "ROLES", "ADDED")
    for case .object(let key) in keys {
      table.add(
        key.text("key") ?? "", key.text("name") ?? "",
        key.texts("roles").joined(separator: ", "), key.text("added_at") ?? "")
    }
    call.show(json: answer.body, table: table, nothing: "The gateway trusts no key yet.")
    return .ok
  }

  static let trust = Command(
    "trust", "Let the gateway trust a key, as an operator",
    details: """
      From then on whoever holds the key can publish what its roles say. Compare the key's id with its owner's over another way \
      than the one the file came by. Needs 'login --operator', and the password once more.
      """,
    parameters: [proposal, KeyCommands.path, ProofSource.parameter, .json],
    examples: [
      .init("lanyard-publish key trust ada.json", "Trust the key that Ada has sent")
    ]
  ) { call in
    let proposal = try read(call)
    let answer = try PublishProgram.session(call).ask(
      ClientRequest(
        .post, "/v1/publish/keys", body: .bytes(proposal.bytes, type: "application/json")),
      proof: ProofSource(call))
    call.terminal.print(
      "The gateway trusts \(Terminal.plain(proposal.key.name)), \(proposal.key.key.id).",
      to: .errors)
    if call[.json] { call.terminal.write(answer.body + [UInt8(ascii: "\n")]) }
    return .ok
  }

  static let distrust = Command(
    "distrust", "Let the gateway trust a key no longer, as an operator",
    details: "What the key has signed stays published; nothing new that it signs is taken.",
    parameters: [keyID, ProofSource.parameter]
  ) { call in
    _ = try PublishProgram.session(call).ask(
      ClientRequest(.delete, "/v1/publish/keys/\(ClientRequest.escaped(call[keyID]))"),
      proof: ProofSource(call))
    call.terminal.print("The gateway trusts \(call[keyID]) no longer.", to: .errors)
    return .ok
  }

  /// The proposal in the file that is named, or that of the key on this machine; checked before it is sent.
  private static func read(_ call: Invocation) throws -> (bytes: [UInt8], key: KeyProposal) {
    let bytes: [UInt8]
    if let path = call[proposal] {
      do throws(KernelError) {
        bytes = try FileSystem.read(path, limit: 4_096)
      } catch {
        throw Failure(error, "read \(path)")
      }
    } else {
      bytes = try ContentKeyFile.load(KeyCommands.location(call)).proposal.encoded()
    }
    switch KeyProposal.parse(bytes) {
    case .success(let key): return (bytes, key)
    case .failure(let mistakes):
      throw Failure(
        .mistakes, "this is not what 'key show --json' prints: \(mistakes.all[0])")
    }
  }
}
