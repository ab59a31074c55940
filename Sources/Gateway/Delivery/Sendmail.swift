import AccountSession
import Kernel

/// Mail through the machine's own `sendmail` program, which every mail server brings.
///
/// The address is an argument behind `--`, never a header that could be split, and never read by a shell.
struct Sendmail: MessageCarrier {
  let program: String
  let sender: MailAddress
  /// How long the program may take; a queueing one needs a blink.
  var patience: Duration = .seconds(30)
  let name = "sendmail"

  func carry(_ message: OutgoingMessage) throws(CarryError) {
    guard message.channel == .email else {
      throw .final("sendmail carries no messages to phones")
    }
    guard let address = MailAddress(message.address) else {
      throw .final("the address cannot be written in a mail")
    }
    var child = ChildProcess(
      program, ["-i", "-f", sender.text, "--", address.text],
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
    child.input = Self.mail(message, from: sender, to: address)
    child.mostOutputBytes = 4_096
    let ending: ChildProcess.Ending
    do throws(KernelError) {
      ending = try child.run(until: MonotonicTime.now + patience)
    } catch {
      throw .passing("sendmail cannot be run: \(error.errno)")
    }
    switch ending.cause {
    case .exited(0): return
    // EX_TEMPFAIL of sysexits.h: "try again".
    case .exited(75): throw .passing("sendmail asks to try again later")
    case .exited(let code): throw .final("sendmail ended with code \(code)")
    case .signalled(let signal): throw .passing("sendmail was ended by signal \(signal.rawValue)")
    case .overdue: throw .passing("sendmail took longer than it may")
    }
  }

  /// RFC 5322, with CRLF as some programs insist.
  static func mail(
    _ message: OutgoingMessage, from sender: MailAddress, to address: MailAddress
  ) -> [UInt8] {
    let head = [
      "From: \(sender.text)", "To: \(address.text)", "Subject: \(headerText(message.subject))",
      "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit", "Auto-Submitted: auto-generated",
      "X-Lanyard-Purpose: \(headerText(message.purpose))",
    ]
    let body = message.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != "\r" && $0 != "\0" } }
    return [UInt8]((head + [""] + body).joined(separator: "\r\n").utf8) + [13, 10]
  }

  /// A header's value that stays on its line: RFC 2047 encoded words where it is not plain ASCII.
  static func headerText(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
    if isPlain, text.utf8.count <= 200 { return text }
    // A word has at most 75 columns, of which 12 are its frame and a byte takes three; it is cut between characters.
    var words: [String] = []
    var word: [UInt8] = []
    for character in text.prefix(200) where !character.isNewline {
      let bytes = Array(String(character).utf8)
      if word.count + bytes.count > 21 {
        words.append(encodedWord(word))
        word = []
      }
      word += bytes
    }
    if !word.isEmpty { words.append(encodedWord(word)) }
    return words.joined(separator: "\r\n ")
  }

  /// The Q encoding with everything but letters and digits written out, which is right wherever the word stands.
  private static func encodedWord(_ bytes: [UInt8]) -> String {
    let letters = bytes.map { byte -> String in
      let isBare =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      if isBare { return String(Unicode.Scalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.utf8.count == 1 ? "=0\(digits)" : "=\(digits)"
    }
    return "=?utf-8?Q?\(letters.joined())?="
  }
}

/// An e-mail address that can stand in a header and in an argument without meaning anything else.
struct MailAddress: Hashable, Sendable {
  let text: String

  /// Nil for what RFC 5321 would quote, for control characters, spaces, commas and angle brackets, and for a leading dash.
  init?(_ text: String) {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty, text.utf8.count <= 254,
      !text.hasPrefix("-"),
      text.unicodeScalars.allSatisfy({ scalar in
        scalar.value > 0x20 && scalar.value != 0x7F
          && !"<>()[],;:\\\"".unicodeScalars.contains(scalar)
          && !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
          && scalar.properties.generalCategory != .format
      })
    else { return nil }
    self.text = text
  }
}
