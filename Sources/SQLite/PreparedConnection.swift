/// A connection with every statement that it has been asked to run, prepared once.
///
/// Statements are found by the address of their literal: a program has as many as its source text, so nothing is ever
/// thrown out, and no text is hashed on the way. It belongs to one thread at a time.
final class PreparedConnection {
  let connection: Connection
  private var statements: [UnsafePointer<UInt8>: PreparedStatement] = [:]

  init(_ connection: consuming Connection) { self.connection = connection }

  /// Runs a statement to its end; answers how many rows it changed.
  @discardableResult
  func execute(_ sql: StaticString, _ parameters: [any SQLiteConvertible] = [])
    throws(SQLiteError) -> Int
  {
    let prepared = try take(sql)
    defer { prepared.giveBack() }
    try prepared.statement.bind(parameters)
    while try prepared.statement.step() {}
    return connection.changedRows
  }

  func first<T>(
    _ sql: StaticString, _ parameters: [any SQLiteConvertible],
    read: (borrowing Row) throws -> T
  ) throws -> T? {
    let prepared = try take(sql)
    defer { prepared.giveBack() }
    try prepared.statement.bind(parameters)
    return try prepared.firstRow(read)
  }

  func first<T>(
    _ sql: StaticString, key: Int64, read: (borrowing Row) throws -> T
  ) throws -> T? {
    let prepared = try take(sql)
    defer { prepared.giveBack() }
    try prepared.statement.bind(key: key)
    return try prepared.firstRow(read)
  }

  func all<T>(
    _ sql: StaticString, _ parameters: [any SQLiteConvertible],
    read: (borrowing Row) throws -> T
  ) throws -> [T] {
    let prepared = try take(sql)
    defer { prepared.giveBack() }
    try prepared.statement.bind(parameters)
    var values: [T] = []
    while try prepared.statement.step() { values.append(try read(Row(of: prepared.statement))) }
    return values
  }

  /// A statement nobody else is using: when `sql` is run from inside the reading of its own rows, a second one is prepared
  /// for the occasion.
  private func take(_ sql: StaticString) throws(SQLiteError) -> PreparedStatement {
    if let kept = statements[sql.utf8Start], !kept.isTaken {
      kept.isTaken = true
      return kept
    }
    let made = PreparedStatement(
      try Statement(sql.utf8Start, byteCount: sql.utf8CodeUnitCount, on: connection))
    if statements[sql.utf8Start] == nil { statements[sql.utf8Start] = made }
    return made
  }
}

/// A statement in the hands of one caller, or waiting for the next.
private final class PreparedStatement {
  let statement: Statement
  var isTaken = true

  init(_ statement: consuming Statement) { self.statement = statement }

  func giveBack() {
    statement.reset()
    isTaken = false
  }

  /// For a statement that changes something and returns it, the steps go on to its end: only then is it done.
  func firstRow<T>(_ read: (borrowing Row) throws -> T) throws -> T? {
    guard try statement.step() else { return nil }
    let value = try read(Row(of: statement))
    if !statement.isReadOnly { while try statement.step() {} }
    return value
  }
}
