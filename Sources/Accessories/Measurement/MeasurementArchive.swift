import AccountSession
import JSON
import SQLite
import Synchronization

/// Reads measurements, off the loops: a chart of a year or an export may take some tenths of a second, and no other request
/// waits for it. It has a read connection of its own, and only tasks come here.
actor MeasurementArchive {
  private let reader: Reader
  private let waiting = Mutex(0)
  private let limit: Int

  init(path: String, revision: CommitCounter, limits: AccessoryLimits) throws {
    reader = try Reader(path: path, revision: revision)
    limit = limits.waitingReads
  }

  /// Rows, and where to go on when there are more.
  struct Page: Hashable, Sendable {
    let rows: [StoredMeasurement]
    let next: MeasurementCursor?
  }

  func page(of query: MeasurementQuery, count: Int) throws -> Page {
    reader.beginBatch()
    defer { reader.endBatch() }
    var rows = try MeasurementStore.rows(of: query, count: count + 1, from: reader)
    let hasMore = rows.count > count
    if hasMore { rows.removeLast() }
    return Page(rows: rows, next: hasMore ? rows.last?.cursor : nil)
  }

  /// - Parameter query: its ends lie where buckets of this width do.
  func buckets(of query: MeasurementQuery, width: ChartWidth) throws -> [ChartBucket] {
    try MeasurementStore.buckets(of: query, width: width, from: reader)
  }

  // MARK: Admission

  /// Takes a place for one read; false when too many wait. Any thread.
  nonisolated func enter() -> Bool {
    waiting.withLock { waiting in
      guard waiting < limit else { return false }
      waiting += 1
      return true
    }
  }

  nonisolated func leave() { waiting.withLock { $0 -= 1 } }
}
