/// One piece's view of the database, valid inside its closure, on the writer's thread.
package final class Transaction {
  private let prepared: PreparedConnection
  private(set) var effects: [@Sendable () -> Void] = []
  private var endings: [(key: Int64, work: (Transaction) throws -> Void)] = []
  private var isOver = false

  init(on prepared: PreparedConnection) { self.prepared = prepared }

  /// Called when the piece's closure has returned: a transaction kept beyond it traps instead of writing into another
  /// piece's savepoint.
  func end() { isOver = true }

  /// Does what was put off to the end of the piece.
  func runEndings() throws {
    for ending in endings { try ending.work(self) }
  }

  /// Runs a statement that returns nothing; answers how many rows it changed.
  @discardableResult
  package func execute(_ sql: StaticString, _ parameters: any SQLiteConvertible...)
    throws(SQLiteError) -> Int
  {
    try open.execute(sql, parameters)
  }

  /// The first row's value, or nil if there is none. A statement with RETURNING runs to its end.
  package func first<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> T? {
    try open.first(sql, parameters, read: read)
  }

  /// Every row, in order.
  package func all<T>(
    _ sql: StaticString, _ parameters: any SQLiteConvertible..., read: (borrowing Row) throws -> T
  ) throws -> [T] {
    try open.all(sql, parameters, read: read)
  }

  /// Runs `effect` on the writer's thread after this piece was committed and fsynced, before any piece of the
  /// same batch is answered. Not run when the piece or the commit fails.
  package func afterCommit(_ effect: @escaping @Sendable () -> Void) {
    precondition(!isOver, "a transaction used after its piece")
    effects.append(effect)
  }

  /// Runs `work` at the end of this piece and as a part of it: what it throws refuses the piece. So what is derived from the piece's writes
  /// sees all of them. Asked for twice with the same key, it runs once.
  package func atEnd(once key: Int64, _ work: @escaping (Transaction) throws -> Void) {
    precondition(!isOver, "a transaction used after its piece")
    if !endings.contains(where: { $0.key == key }) { endings.append((key, work)) }
  }

  private var open: PreparedConnection {
    precondition(!isOver, "a transaction used after its piece")
    return prepared
  }
}
