import AccountSession
import JSON

/// Measurements as they leave: as JSON, and as CSV for a spreadsheet.
enum MeasurementText {
  static func json(_ row: StoredMeasurement) -> JSONValue {
    .object([
      "measurement": .string(row.id.text),
      "kind": .string(row.kind.rawValue),
      "value": .integer(row.value),
      "unit": .string(row.kind.unit),
      "taken_at": .string(row.takenAt.description),
      "time_source": .string(row.timeSource.rawValue),
      "accessory": .string(row.accessory.description),
      "authenticated": .bool(row.isAuthenticated),
      "person": .string(row.attribution.person.rawValue),
      "person_by": .string(row.attribution.basis.rawValue),
    ])
  }

  static func json(_ page: MeasurementArchive.Page) -> [UInt8] {
    JSONValue.object([
      "measurements": .array(page.rows.map(json)),
      "next_cursor": page.next.map { .string($0.text) } ?? .null,
    ]).encoded()
  }

  static func json(
    _ buckets: [ChartBucket], of query: MeasurementQuery, width: ChartWidth
  ) -> [UInt8] {
    JSONValue.object([
      "kind": .string(query.kind.rawValue),
      "unit": .string(query.kind.unit),
      "from": .string(query.from.description),
      "to": .string(query.to.description),
      "bucket_ms": .integer(width.milliseconds),
      "points": .array(
        buckets.map {
          .object([
            "at": .string($0.at.description), "min": .integer($0.lowest),
            "max": .integer($0.highest), "mean": .number(($0.mean * 10).rounded() / 10),
            "count": .integer($0.samples),
          ])
        }),
    ]).encoded()
  }

  /// RFC 4180: a header, CRLF after each line, quotes where they are needed.
  ///
  /// - Parameter names: of the accessories that are still linked.
  static func csv(_ rows: [StoredMeasurement], names: [DeviceID: String]) -> [UInt8] {
    let header =
      "taken_at,kind,value,unit,time_source,accessory,accessory_name,authenticated,person,person_by"
    var bytes = Array((header + "\r\n").utf8)
    bytes.reserveCapacity(bytes.count + rows.count * 96)
    for row in rows {
      let fields = [
        row.takenAt.description, row.kind.rawValue, String(row.value), row.kind.unit,
        row.timeSource.rawValue, row.accessory.description, names[row.accessory] ?? "",
        row.isAuthenticated ? "yes" : "no", row.attribution.person.rawValue,
        row.attribution.basis.rawValue,
      ]
      for (index, field) in fields.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += Self.field(field)
      }
      bytes += "\r\n".utf8
    }
    return bytes
  }

  /// One field. A name that a spreadsheet would take for a formula gets an apostrophe in front, which shows it as text: names are
  /// what accessories, and strangers' accessories, call themselves (OWASP, CSV Injection).
  static func field(_ text: String) -> [UInt8] {
    let isFormula = text.utf8.first.map { formulaStarts.contains($0) } ?? false
    let bytes = (isFormula ? [UInt8(ascii: "'")] : []) + Array(text.utf8)
    guard bytes.contains(where: quoted.contains) else { return bytes }
    let inside = bytes.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
    return [UInt8(ascii: "\"")] + inside + [UInt8(ascii: "\"")]
  }

  private static let formulaStarts = Set("=+-@\t\r".utf8)
  private static let quoted = Set("\",\r\n".utf8)
}
