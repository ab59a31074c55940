/// Rows under headings, for an eye or for a pipe.
package struct Table: Sendable {
  private let headings: [String]
  private var rows: [[String]] = []

  package init(_ headings: String...) { self.headings = headings }
  package init(_ headings: [String]) { self.headings = headings }

  /// Cells may hold text from elsewhere; it is shown without control characters.
  package mutating func add(_ cells: String...) { add(cells) }

  package mutating func add(_ cells: [String]) {
    precondition(cells.count == headings.count, "a row as wide as the table")
    rows.append(cells.map { Terminal.plain($0) })
  }

  package var isEmpty: Bool { rows.isEmpty }

  /// On a terminal: aligned, with headings, the last column cut to the width. In a pipe: cells separated by tabs, nothing
  /// cut and no headings, for `cut` and `awk`.
  package func print(on terminal: Terminal) {
    guard terminal.isInteractive(.output) else {
      for row in rows { terminal.print(row.joined(separator: "\t")) }
      return
    }
    let widths = headings.indices.map { column in
      ([headings] + rows).map { $0[column].columns }.max() ?? 0
    }
    terminal.print(terminal.styled(line(headings, widths, terminal.width()), .bold))
    for row in rows { terminal.print(line(row, widths, terminal.width())) }
  }

  private func line(_ cells: [String], _ widths: [Int], _ width: Int) -> String {
    let padded = cells.enumerated().map { index, cell in
      index == cells.count - 1 ? cell : cell.padded(to: widths[index])
    }
    return padded.joined(separator: "  ").fitted(to: width)
  }
}

extension AnyParameter where Self == Parameter<Bool> {
  /// The flag that every command with an answer has.
  package static var json: Parameter<Bool> {
    .flag("json", help: "print the answer as JSON, for programs")
  }
}

extension Invocation {
  /// Shows an answer the way it was asked for: JSON when `--json` was given, the table otherwise.
  ///
  /// - Parameters:
  ///   - json: a whole document; a line end is added.
  ///   - nothing: said on standard error instead of an empty table.
  package func show(
    json: @autoclosure () -> [UInt8], table: @autoclosure () -> Table, nothing: String
  ) {
    if self[.json] {
      terminal.write(json() + [UInt8(ascii: "\n")])
      return
    }
    let table = table()
    if table.isEmpty { terminal.print(nothing, to: .errors) } else { table.print(on: terminal) }
  }
}
