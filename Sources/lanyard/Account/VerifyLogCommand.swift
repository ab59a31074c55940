import Commands
import Gateway
import GatewayAccess

/// `lanyard account verify-log`: whether the audit log is the one that was written.
enum VerifyLogCommand {
  private static let data = Parameter<String>.required(
    "data", "DIR", environment: "LANYARD_DATA_DIRECTORY", completion: .directories,
    help: "the gateway's data directory, whose keys have signed the log")
  private static let database = Parameter<String?>.option(
    "database", "FILE", completion: .files,
    help: "a copy of the database to look at instead of the directory's own")

  static let command = Command(
    "verify-log", "Check the audit log for edits, gaps and cuts",
    details: """
      Recomputes the chain over all entries and checks the signatures over it. Entries since the last signature, at most an hour of \
      them, can have been cut off unseen. The gateway may be running. Exits 6 when the log is not the one that was written.
      """,
    parameters: [data, database],
    examples: [
      .init("lanyard account verify-log --data /var/lib/lanyard", "Check the gateway's own log"),
      .init(
        "lanyard account verify-log --data /var/lib/lanyard --database /backup/lanyard.db",
        "Check a copy of it"),
    ]
  ) { call in
    do {
      call.terminal.print(
        try LogVerification.check(keysIn: call[data], database: call[database]))
      return .ok
    } catch let unsound as LogVerification.Unsound {
      throw Failure(.mistakes, unsound.description)
    }
  }
}
