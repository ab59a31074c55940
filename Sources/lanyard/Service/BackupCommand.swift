import Commands
import Gateway

/// `lanyard backup`: a copy of the data directory while the gateway goes on.
enum BackupCommand {
  private static let data = Parameter<String>.required(
    "data", "DIR", environment: "LANYARD_DATA_DIRECTORY", completion: .directories,
    help: "the gateway's data directory, on this machine")
  private static let destination = Parameter<String>.argument(
    "DESTINATION", completion: .directories,
    help: "the folder to write to; made when it is not there")
  private static let withKeys = Parameter<Bool>.flag(
    "with-keys", help: "copy the secrets as well: whoever has the copy then has everything")

  static let command = Command(
    "backup", "Copy the data directory while the gateway runs",
    details: """
      The database is copied as it is at one moment, then every object that is not in the destination already: a second backup into \
      the same folder copies only what is new. Every copied object is checked against its digest, the database against itself.

      The keys are left out unless --with-keys is given. Without them nobody can sign in with the copy, so keep them too, elsewhere.
      """,
    parameters: [data, destination, withKeys],
    examples: [
      .init("lanyard backup --data /var/lib/lanyard /backup/lanyard", "Copy all but the keys")
    ]
  ) { call in
    var bar: ProgressBar?
    let copied = try Backup(of: call[data], to: call[destination]).run(
      withKeys: call[withKeys]
    ) { done, total in
      bar = bar ?? ProgressBar("Copying", total: total, on: call.terminal)
      bar?.advance(to: done)
    }
    bar?.finish()
    call.terminal.print(
      "Copied the database and \(copied.objects) of \(copied.objectsInAll) objects; "
        + "the rest was there.", to: .errors)
    if !call[withKeys] {
      call.terminal.print(
        "The keys were left out: keep a copy of \(call[data])/keys elsewhere.", to: .errors)
    }
    return .ok
  }
}
