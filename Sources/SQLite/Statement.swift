import CSQLite

/// One prepared statement, made by and used with one connection.
struct Statement: ~Copyable {
  let handle: OpaquePointer
  /// For the parameter at each place in SQLite's own order, which of the caller's parameters it is.
  ///
  /// To SQLite `$2` is a name, not a number: parameters count in the order in which they first appear. To PostgreSQL, and
  /// to whoever writes a statement here, `$2` is the second parameter.
  private let order: [Int]
  private let parameterCount: Int

  /// Prepares `sql`. The corresponding C function is `sqlite3_prepare_v3`.
  init(_ sql: UnsafePointer<UInt8>, byteCount: Int, on connection: borrowing Connection)
    throws(SQLiteError)
  {
    var prepared: OpaquePointer?
    var tail: UnsafePointer<CChar>?
    let text = UnsafeRawPointer(sql).assumingMemoryBound(to: CChar.self)
    let result = sqlite3_prepare_v3(
      connection.handle, text, Int32(byteCount), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared,
      &tail)
    guard result == SQLITE_OK, let handle = prepared else {
      let script = String(
        decoding: UnsafeBufferPointer(start: sql, count: byteCount), as: UTF8.self)
      throw connection.error(result, doing: "prepare " + Connection.summary(of: script))
    }
    self.handle = handle
    let order = (0..<sqlite3_bind_parameter_count(handle)).map {
      Statement.number(of: sqlite3_bind_parameter_name(handle, $0 + 1)) - 1
    }
    self.order = order
    parameterCount = (order.max() ?? -1) + 1
    precondition(
      Set(order).count == parameterCount, "parameters are numbered $1, $2 … without a gap")
  }

  deinit { sqlite3_finalize(handle) }

  private static func number(of name: UnsafePointer<CChar>?) -> Int {
    guard let name, name[0] == CChar(UInt8(ascii: "$")),
      let number = Int(String(cString: name + 1)), number > 0
    else { preconditionFailure("a parameter that is not numbered $1, $2 …") }
    return number
  }

  func bind(_ values: [any SQLiteConvertible]) throws(SQLiteError) {
    precondition(
      values.count == parameterCount,
      "\(values.count) values for \(parameterCount) parameters: \(summary)")
    for (place, index) in order.enumerated() {
      try check(bind(values[index].sqliteValue, at: Int32(place + 1)))
    }
  }

  /// The one parameter of a look-up.
  func bind(key: Int64) throws(SQLiteError) {
    precondition(order.count == 1, "one key for \(order.count) places: \(summary)")
    try check(sqlite3_bind_int64(handle, 1, key))
  }

  private func bind(_ value: SQLiteValue, at place: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(handle, place)
    case .integer(let integer): return sqlite3_bind_int64(handle, place, integer)
    case .real(let real): return sqlite3_bind_double(handle, place, real)
    case .blob(let bytes):
      return bytes.withUnsafeBytes { bind($0, at: place) }
    case .text(var text):
      return text.withUTF8 { utf8 in
        // A null pointer would be NULL, which an empty text is not.
        let start: UnsafePointer<UInt8>? = utf8.baseAddress
        return sqlite3_bind_text64(
          handle, place,
          start.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
            ?? Statement.nothing, UInt64(utf8.count), lanyard_sqlite_transient(),
          UInt8(SQLITE_UTF8))
      }
    }
  }

  private func bind(_ bytes: UnsafeRawBufferPointer, at place: Int32) -> Int32 {
    guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(handle, place, 0) }
    return sqlite3_bind_blob64(
      handle, place, start, UInt64(bytes.count), lanyard_sqlite_transient())
  }

  private static var nothing: UnsafePointer<CChar> {
    let empty: StaticString = ""
    return UnsafeRawPointer(empty.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  /// Whether there is a row to read. The corresponding C function is `sqlite3_step`.
  func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let result:
      throw Connection.error(of: sqlite3_db_handle(handle), result, doing: summary)
    }
  }

  /// Whether it leaves the file as it is.
  var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

  /// Ends the execution and forgets the values, so that none outlives its call.
  func reset() {
    // It repeats the error of the last step, which has been thrown already.
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  private var summary: String {
    Connection.summary(of: String(cString: sqlite3_sql(handle)))
  }

  private func check(_ result: Int32) throws(SQLiteError) {
    guard result == SQLITE_OK else {
      throw Connection.error(of: sqlite3_db_handle(handle), result, doing: "bind " + summary)
    }
  }
}
