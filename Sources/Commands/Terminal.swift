import Glibc

/// Where a program's words go, and what is known about the place.
///
/// Standard output carries what was asked for, standard error everything else; so a pipe gets answers and nothing but.
/// Thread: any; each call writes whole lines.
package struct Terminal: Sendable {
  package enum Stream: Sendable {
    case output
    case errors
  }

  private let output: Int32
  private let errors: Int32
  /// The process's variables.
  package let environment: [String: String]
  private let outputIsTerminal: Bool
  private let errorsAreTerminal: Bool

  /// The process's own. `environment` decides on colour (`NO_COLOR`, `TERM`) and width (`COLUMNS`).
  package init(environment: [String: String]) {
    self.init(output: STDOUT_FILENO, errors: STDERR_FILENO, environment: environment)
  }

  /// Any two descriptors, which stay open as long as this is used; somebody else closes them.
  package init(output: Int32, errors: Int32, environment: [String: String]) {
    self.output = output
    self.errors = errors
    self.environment = environment
    outputIsTerminal = isatty(output) == 1
    errorsAreTerminal = isatty(errors) == 1
  }

  /// Whether a person is looking at it.
  package func isInteractive(_ stream: Stream) -> Bool {
    stream == .output ? outputIsTerminal : errorsAreTerminal
  }

  /// https://no-color.org: any value of NO_COLOR but the empty one switches colour off.
  package func hasColor(_ stream: Stream) -> Bool {
    isInteractive(stream) && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
  }

  /// Columns of the terminal; 80 when it is none.
  package func width(_ stream: Stream = .output) -> Int {
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
    var size = winsize()
    guard isInteractive(stream), ioctl(descriptor(stream), UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes a line and its end. Control characters in it are written as they are: pass foreign text through `plain`.
  package func print(_ line: String = "", to stream: Stream = .output) {
    write([UInt8]((line + "\n").utf8), to: stream)
  }

  /// Writes all the bytes. A reader that went away is no failure of ours: the rest is dropped.
  package func write(_ bytes: [UInt8], to stream: Stream = .output) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let written = Glibc.write(descriptor(stream), part.baseAddress, part.count)
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }

  private func descriptor(_ stream: Stream) -> Int32 { stream == .output ? output : errors }

  /// Text from elsewhere, safe to show: what could move the cursor, change colours or forge a line becomes `·`.
  package static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: "\u{b7}"
          default: scalar
          }
        }))
  }
}
