import AccountSession
import Cryptography
import JSON
import Kernel

/// Messages as files in a folder, for the demo, for tests, and for whoever brings them further with a program of their own.
///
/// A file is there whole or not at all, named so that names sort by time, readable by its owner alone: it holds a code.
struct OutboxFolder: MessageCarrier {
  let path: String
  let name = "outbox"

  init(path: String) throws(KernelError) {
    self.path = path
    try FileSystem.makeFolder(path, mode: 0o700)
  }

  func carry(_ message: OutgoingMessage) throws(CarryError) {
    let now = SystemClock().now
    var document: JSONObject = [
      "at": .string(now.description),
      "channel": .string(message.channel.rawValue),
      "address": .string(message.address),
      "purpose": .string(message.purpose),
      "subject": .string(message.subject),
      "text": .string(message.text),
    ]
    document["code"] = message.code.map { .string($0) }
    // Two messages of one millisecond must not meet.
    let file = "\(path)/\(now.milliseconds)-\(Hex.encode(SecureRandom.bytes(4))).json"
    do throws(KernelError) {
      try FileSystem.replace(
        file, with: JSONValue.object(document).encoded() + [UInt8(ascii: "\n")], mode: 0o600)
    } catch {
      let words = "the outbox cannot be written: \(error.errno)"
      throw error.errno == .noSpace ? .passing(words) : .final(words)
    }
  }
}
