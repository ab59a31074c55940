import Glibc

/// Asks a person on the controlling terminal, whatever standard input is.
package enum Prompt {
  package enum Failure: CommandFailure, Hashable {
    /// Standard input is not a terminal and there is no other to ask on.
    case noTerminal
    /// Ctrl-C, or the end of input.
    case cancelled
    case tooLong
    /// Typed twice, and not the same.
    case different

    package var exitCode: ExitCode { self == .cancelled ? .failed : .usage }
    package var explanation: String {
      switch self {
      case .noTerminal: "there is no terminal to ask on"
      case .cancelled: "cancelled"
      case .different: "the two are not the same"
      case .tooLong: "that is longer than \(Prompt.mostBytes) bytes"
      }
    }
    package var hint: String? {
      self == .noTerminal ? "'--help' says which flag takes the answer instead." : nil
    }
  }

  /// Longer than any password is allowed to be.
  static let mostBytes = 4_096

  /// For a password or a code. Nothing that is typed is shown, and the terminal is as it was afterwards, also when the person
  /// gives up.
  package static func secret(_ question: String) throws(Failure) -> String {
    try onTerminal { descriptor throws(Failure) in try secret(question, on: descriptor) }
  }

  /// The same, typed twice.
  package static func newSecret(_ question: String) throws(Failure) -> String {
    let first = try secret(question)
    guard try secret("Once more:") == first else { throw .different }
    return first
  }

  /// For what may be seen; the terminal's own editing applies.
  package static func line(_ question: String) throws(Failure) -> String {
    try onTerminal { descriptor throws(Failure) in
      write(Terminal.plain(question) + " ", to: descriptor)
      return try readLine(from: descriptor, isTerminal: true)
    }
  }

  /// For `--password-stdin`: the first line of standard input, without its end.
  package static func secretFromStandardInput() throws(Failure) -> String {
    try readLine(from: STDIN_FILENO, isTerminal: false)
  }

  private static func onTerminal(
    _ ask: (Int32) throws(Failure) -> String
  ) throws(Failure) -> String {
    let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .noTerminal }
    defer { close(descriptor) }
    return try ask(descriptor)
  }

  static func secret(_ question: String, on descriptor: Int32) throws(Failure) -> String {
    var before = termios()
    guard tcgetattr(descriptor, &before) == 0 else { throw .noTerminal }
    var silent = before
    // Byte by byte and without signals: an interruption in between would leave the terminal silent.
    silent.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
    tcsetattr(descriptor, TCSAFLUSH, &silent)
    defer { tcsetattr(descriptor, TCSAFLUSH, &before) }
    write(Terminal.plain(question) + " ", to: descriptor)
    defer { write("\r\n", to: descriptor) }
    return try readLine(from: descriptor, isTerminal: true)
  }

  private static func readLine(from descriptor: Int32, isTerminal: Bool) throws(Failure) -> String {
    var line: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = read(descriptor, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else {
        if isTerminal || line.isEmpty { throw .cancelled }
        return String(decoding: line, as: UTF8.self)
      }
      switch byte {
      case UInt8(ascii: "\n"):
        return String(decoding: line, as: UTF8.self)
      case UInt8(ascii: "\r") where isTerminal:
        return String(decoding: line, as: UTF8.self)
      case 0x03 where isTerminal, 0x04 where isTerminal:  // Ctrl-C, Ctrl-D
        throw .cancelled
      case 0x08 where isTerminal, 0x7f where isTerminal:  // Backspace: a whole character
        while let last = line.popLast(), last & 0xc0 == 0x80 {}
      case 0x15 where isTerminal:  // Ctrl-U
        line = []
      default:
        guard line.count < mostBytes else { throw .tooLong }
        line.append(byte)
      }
    }
  }

  private static func write(_ text: String, to descriptor: Int32) {
    Terminal(output: descriptor, errors: descriptor, environment: [:]).write([UInt8](text.utf8))
  }
}
