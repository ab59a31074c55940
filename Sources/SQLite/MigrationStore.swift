/// Brings a file up to date, and remembers with which steps.
enum MigrationStore {
  private static let table = """
    CREATE TABLE IF NOT EXISTS schema_step (
      component TEXT NOT NULL,
      step BIGINT NOT NULL,
      checksum BIGINT NOT NULL,
      PRIMARY KEY (component, step)
    )
    """

  private struct Applied {
    let component: String
    let step: Int
    let checksum: Int64
  }

  /// Everything is compared before anything is changed. Throws `MigrationError` or `SQLiteError`.
  static func apply(_ sets: [MigrationSet], on connection: borrowing Connection) throws {
    precondition(
      Set(sets.map(\.component)).count == sets.count, "one migration set for each component")
    try connection.run(table)
    let applied = try appliedSteps(on: connection)
    for component in Set(applied.map(\.component)).sorted()
    where !sets.contains(where: { $0.component == component }) {
      throw MigrationError.unknownComponent(component)
    }
    for set in sets {
      try compare(set, with: applied.filter { $0.component == set.component })
    }
    for set in sets {
      let done = applied.count { $0.component == set.component }
      for step in (done + 1)..<(max(done, set.steps.count) + 1) {
        try apply(step, of: set, on: connection)
      }
    }
  }

  private static func compare(_ set: MigrationSet, with applied: [Applied]) throws(MigrationError) {
    for (index, row) in applied.enumerated() {
      guard row.step == index + 1 else {
        throw .missing(component: set.component, step: index + 1)
      }
      guard row.step <= set.steps.count else {
        throw .newer(
          component: set.component, applied: applied.last?.step ?? row.step,
          known: set.steps.count)
      }
      guard row.checksum == checksum(of: set.steps[index]) else {
        throw .edited(component: set.component, step: row.step)
      }
    }
  }

  private static func apply(
    _ step: Int, of set: MigrationSet, on connection: borrowing Connection
  ) throws(MigrationError) {
    let script = set.steps[step - 1]
    do throws(SQLiteError) {
      try connection.run("BEGIN IMMEDIATE")
      try connection.run(script)
      try record(step, of: set, checksum: checksum(of: script), on: connection)
      try connection.run("COMMIT")
    } catch {
      if connection.isInTransaction {
        // The error that matters is the first one; SQLite also rolls back when the connection closes.
        try? connection.run("ROLLBACK")
      }
      throw .failed(component: set.component, step: step, error)
    }
  }

  private static func appliedSteps(on connection: borrowing Connection) throws(SQLiteError)
    -> [Applied]
  {
    try connection.rows(
      of: "SELECT component, step, checksum FROM schema_step ORDER BY component, step"
    ) { row in
      Applied(component: row.text(0), step: Int(row.int(1)), checksum: row.int(2))
    }
  }

  private static func record(
    _ step: Int, of set: MigrationSet, checksum: Int64, on connection: borrowing Connection
  ) throws(SQLiteError) {
    let sql: StaticString =
      "INSERT INTO schema_step (component, step, checksum) VALUES ($1, $2, $3)"
    let statement = try Statement(
      sql.utf8Start, byteCount: sql.utf8CodeUnitCount, on: connection)
    try statement.bind([set.component, step, checksum])
    while try statement.step() {}
  }

  /// FNV-1a, 64 bits. It finds a step that somebody edited by mistake; who edits one on purpose can write any checksum into
  /// the file as well, so a cryptographic digest (which this rank does not have) would promise more than it keeps.
  static func checksum(of script: String) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in script.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(bitPattern: hash)
  }
}
