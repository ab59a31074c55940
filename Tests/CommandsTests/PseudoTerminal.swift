import Glibc
import Testing

@testable import Commands

/// A terminal without a screen: what is typed at `keyboard` arrives at `line`, and the other way round.
final class PseudoTerminal {
  let keyboard: Int32
  let line: Int32

  init(columns: UInt16 = 80) throws {
    keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(keyboard >= 0)
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    try #require(ioctl(keyboard, 0x4004_5431, &unlocked) == 0)  // TIOCSPTLCK
    try #require(ioctl(keyboard, 0x8004_5430, &number) == 0)  // TIOCGPTN
    line = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(line >= 0)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(keyboard, UInt(TIOCSWINSZ), &size) == 0)
  }

  deinit {
    close(line)
    close(keyboard)
  }

  func type(_ text: [UInt8]) { _ = write(keyboard, text, text.count) }

  /// What has been shown up to and with `last`.
  func shown(until last: String) -> String {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while !text.hasSuffix(last) {
      let count = read(keyboard, &buffer, buffer.count)
      guard count > 0 else { break }
      text += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    return text
  }
}
