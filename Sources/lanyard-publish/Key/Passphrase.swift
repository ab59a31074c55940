import Commands
import GatewayAccess
import Kernel

/// Where the passphrase of the content key comes from: a file, the environment, or the person at the terminal, in this order.
enum Passphrase {
  /// Characters. The key file may be stolen, and then only the passphrase is between the thief and every device.
  static let fewest = 12

  static let file = Parameter<String?>.option(
    "passphrase-file", "FILE", completion: .files,
    help: "read the key's passphrase from the first line of this file")

  private static let variable = "LANYARD_KEY_PASSPHRASE"

  /// For a key that is there.
  static func known(_ call: Invocation) throws -> String {
    if let given = try given(call) { return given }
    return try Prompt.secret("Passphrase of the content key:")
  }

  /// For a key that is being made: long enough, and typed twice.
  static func new(_ call: Invocation) throws -> String {
    let passphrase: String
    if let given = try given(call) {
      passphrase = given
    } else {
      passphrase = try Prompt.newSecret("New passphrase, at least \(fewest) characters:")
    }
    guard passphrase.count >= fewest else {
      throw Failure(
        .usage, "the passphrase has fewer than \(fewest) characters",
        hint: "Several words that do not belong together are easy to remember and hard to guess.")
    }
    return passphrase
  }

  private static func given(_ call: Invocation) throws(Failure) -> String? {
    guard let path = call[file] else {
      return call.terminal.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
    do throws(KernelError) {
      let line = try FileSystem.read(path, limit: 4_096).prefix { $0 != 0x0A && $0 != 0x0D }
      return String(decoding: line, as: UTF8.self)
    } catch {
      throw Failure(error, "read the passphrase from \(path)")
    }
  }
}
