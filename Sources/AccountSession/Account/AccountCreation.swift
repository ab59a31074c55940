import Cryptography
package import SQLite

/// Why an account was not made.
package enum AccountCreationError: Error, Sendable {
  /// It is neither an e-mail address nor a telephone number with its country.
  case noIdentifier(String)
  case password(PasswordFlaw)
  /// Somebody has an account with this identifier.
  case taken
  case unwritten(Writer.Failure)
}

extension AccountDesk {
  /// Makes an account that nobody proves an address for: the first operator's, from the command line of the machine itself, and
  /// those of demonstrations and benchmarks. It takes as long as a hash and a commit, and is durable when it returns.
  ///
  /// It may write to the database of a gateway that is running: nobody there can have kept anything of an account that is new.
  ///
  /// - Parameters:
  ///   - roles: besides owner, which everybody is.
  ///   - language: BCP 47; nil: as its clients ask.
  package func createAccount(
    identifier: String, password: String, roles: Roles, language: String?
  ) throws(AccountCreationError) -> AccountID {
    guard let name = AccountIdentifier(identifier) else { throw .noIdentifier(identifier) }
    let hash: String
    do throws(PasswordFlaw) {
      let password = try PasswordText(password, policy: credentials.policy)
      hash = try credentials.hash(password, about: [name], phones: []).get()
    } catch {
      throw .password(error)
    }
    let new = NewAccount(identifier: name, passwordHash: hash, roles: roles, language: language)
    let account: AccountID?
    do throws(Writer.Failure) {
      account = try writer.perform { [credentials, clock] transaction in
        try credentials.create(new, by: nil, now: clock.now, in: transaction)
      }
    } catch {
      throw .unwritten(error)
    }
    guard let account else { throw .taken }
    return account
  }
}
