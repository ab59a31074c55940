/// A program that signs in to gateways, and what sets it apart from others on this machine: each keeps a session of its own, which
/// can be ended alone.
package struct ClientProgram: Hashable, Sendable {
  /// As typed.
  package let name: String
  /// In the settings folder, as `publish.json`.
  package let sessionFile: String

  /// The command that signs in, without the program's name.
  package let signIn: String

  package init(name: String, signIn: String, sessionFile: String) {
    self.name = name
    self.signIn = signIn
    self.sessionFile = sessionFile
  }
}
