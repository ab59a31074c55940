package import AccountSession
import HTTP
import HTTPServer
import SQLite

/// Makes the first operator in the data directory itself: there is nobody yet who could be asked over the API.
package enum Bootstrap {
  /// A gateway may be running on the directory: what it keeps in memory is about accounts that it has seen, and this one is new.
  ///
  /// - Parameter isPublisher: may publish as well; larger teams keep the two apart.
  /// - Throws: an error that describes itself; nothing was made then.
  package static func makeOperator(
    in path: String, identifier: String, password: String, isPublisher: Bool
  ) throws -> AccountID {
    do {
      let directory = try DataDirectory.opening(path)
      let account = try make(
        identifier, password, isPublisher, databasePath: directory.databasePath,
        keys: directory.openKeys())
      _ = directory.path
      return account
    } catch DataDirectoryError.inUse {
      return try make(
        identifier, password, isPublisher, databasePath: DataDirectory.databasePath(in: path),
        keys: GatewayKeys(folder: DataDirectory.keysPath(in: path), isNew: false))
    }
  }

  private static func make(
    _ identifier: String, _ password: String, _ isPublisher: Bool, databasePath: String,
    keys: GatewayKeys
  ) throws -> AccountID {
    let writer = try Writer(path: databasePath, migrations: Desks.migrations)
    defer { writer.close() }
    let desk = AccountDesk(
      writer: writer, keys: keys.account, clock: SystemClock(), delivery: NoDelivery(),
      epochs: EpochTable(), feed: LoopFeed(),
      passwordCost: GatewayConfiguration.usualPasswordCost)
    return try desk.createAccount(
      identifier: identifier, password: password,
      roles: isPublisher ? [.owner, .operator, .publisher] : [.owner, .operator], language: nil)
  }

  /// Nothing is sent while the first account is made.
  private struct NoDelivery: CodeDelivery {
    func deliver(_ message: OutgoingMessage) {}
  }
}

extension AccountCreationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noIdentifier(let text):
      "'\(text)' is neither an e-mail address nor a phone number with its country"
    case .password(let flaw): "choose another password: it is unfit (\(flaw.rawValue))"
    case .taken: "there is an account with this identifier already"
    case .unwritten(let failure): "the account was not written: \(failure)"
    }
  }
}
