import AccountSession
import Glibc
import JSON
import Kernel
import LanyardTesting
import Synchronization
import Testing

@testable import Gateway

private func message(
  to address: String = "ada@example.org", channel: OutgoingMessage.Channel = .email,
  subject: String = "Your code"
) -> OutgoingMessage {
  OutgoingMessage(
    channel: channel, address: address, subject: subject, text: "Code: 123456\nBye\n",
    purpose: "registration-code", code: "123456")
}

@Suite("The outbox")
struct OutboxFolderTests {
  @Test("holds each message whole, for its owner alone, sorted by time")
  func whole() throws {
    let directory = TemporaryDirectory()
    let outbox = try OutboxFolder(path: directory.file("outbox"))
    for number in 0..<20 { try outbox.carry(message(subject: "\(number)")) }
    let entries = try FileSystem.list(outbox.path, limit: 100)
    #expect(entries.count == 20)
    #expect(entries.allSatisfy { $0.name.hasSuffix(".json") })
    let path = outbox.path + "/" + entries[0].name
    #expect(try FileSystem.access(of: path).mode == 0o600)
    guard case .object(let object) = try JSONValue.parsed(FileSystem.read(path, limit: 4_096))
    else { return #expect(Bool(false), "not an object") }
    #expect(object["code"] == .string("123456"))
    #expect(object["address"] == .string("ada@example.org"))
  }

  @Test("that is gone is a failure which nobody repeats")
  func gone() throws {
    let directory = TemporaryDirectory()
    let outbox = try OutboxFolder(path: directory.file("outbox"))
    rmdir(outbox.path)
    let error = #expect(throws: CarryError.self) { try outbox.carry(message()) }
    #expect(error?.isPassing == false)
  }
}

@Suite("Mail")
struct SendmailTests {
  private let directory = TemporaryDirectory()

  /// A real program that notes what it was called with.
  private func program(_ script: String) throws -> String {
    let path = directory.file("sendmail")
    // Written by another process: a program that we have open for writing, or that a child of another thread has inherited so,
    // cannot be run (ETXTBSY).
    var shell = ChildProcess(
      "/bin/sh", ["-c", "cat > \(path) && chmod 700 \(path)"],
      environment: ["PATH": "/usr/bin:/bin"])
    shell.input = [UInt8]("#!/bin/sh\n\(script)\n".utf8)
    #expect(try shell.run().cause == .exited(0))
    return path
  }

  private func sendmail(_ script: String, patience: Duration = .seconds(20)) throws -> Sendmail {
    Sendmail(
      program: try program(script), sender: try #require(MailAddress("gateway@example.org")),
      patience: patience)
  }

  @Test("is handed to the program with the address as an argument")
  func arguments() throws {
    let path = directory.path
    let mail = try sendmail(
      "for a in \"$@\"; do echo \"$a\"; done > \(path)/args; cat > \(path)/in")
    try mail.carry(message())
    let arguments = String(
      decoding: try FileSystem.read(directory.file("args"), limit: 4_096), as: UTF8.self)
    #expect(arguments == "-i\n-f\ngateway@example.org\n--\nada@example.org\n")
    let input = String(
      decoding: try FileSystem.read(directory.file("in"), limit: 4_096), as: UTF8.self)
    #expect(
      input.hasPrefix("From: gateway@example.org\r\nTo: ada@example.org\r\nSubject: Your code\r\n"))
    #expect(input.hasSuffix("\r\n\r\nCode: 123456\r\nBye\r\n\r\n"))
  }

  @Test(
    "cannot be given a header or an argument by an address",
    arguments: [
      "ada@example.org\nBcc: eve@example.org", "ada@example.org\r\nX: y", "-oQ/tmp@example.org",
      "ada@example.org, eve@example.org", "<ada@example.org>", "ada example@org", "ada", "@", "a@",
      "a@b@c", "ada@exam\u{202e}ple.org",
    ])
  func injection(address: String) throws {
    let mail = try sendmail("touch \(directory.path)/ran")
    let error = #expect(throws: CarryError.self) { try mail.carry(message(to: address)) }
    #expect(error?.isPassing == false)
    #expect(try FileSystem.length(of: directory.file("ran")) == nil)
  }

  @Test(
    "cannot be given a header by a subject",
    arguments: [
      "Hello\r\nBcc: eve@example.org", "Hej då", "=?utf-8?Q?x?=",
      "long " + String(repeating: "é", count: 120),
    ])
  func subject(text: String) throws {
    let header = Sendmail.headerText(text)
    let lines = header.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
    #expect(lines.allSatisfy { $0.utf8.count <= 76 })
    #expect(header.utf8.allSatisfy { $0 == 13 || $0 == 10 || (0x20...0x7E).contains($0) })
    #expect(!header.contains("\r\nBcc"))
  }

  @Test(
    "is tried again only when that may help",
    arguments: [("exit 75", true), ("exit 67", false), ("kill -9 $$", true)])
  func codes(script: String, isPassing: Bool) throws {
    let mail = try sendmail(script)
    let error = #expect(throws: CarryError.self) { try mail.carry(message()) }
    #expect(error?.isPassing == isPassing)
    #expect(error?.description.contains("ada") == false)
    #expect(error?.description.contains("123456") == false)
  }

  @Test("does not wait for a program that hangs")
  func hanging() throws {
    let mail = try sendmail("exec tail -f /dev/null", patience: .milliseconds(100))
    let error = #expect(throws: CarryError.self) { try mail.carry(message()) }
    #expect(error == .passing("sendmail took longer than it may"))
  }

  @Test("goes to no telephone")
  func phone() throws {
    let mail = try sendmail("exit 0")
    #expect(throws: CarryError.self) {
      try mail.carry(message(to: "+46701234567", channel: .phone))
    }
  }
}

@Suite("The delivery queue")
struct DeliveryQueueTests {
  /// Fails as often as it is told, then takes everything.
  private final class Stubborn: MessageCarrier {
    let name = "stubborn"
    let failures: Mutex<Int>
    let carried = Mutex<[String]>([])
    let isPassing: Bool
    init(failures: Int, isPassing: Bool = true) {
      self.failures = Mutex(failures)
      self.isPassing = isPassing
    }
    func carry(_ message: OutgoingMessage) throws(CarryError) {
      let fails = failures.withLock { left in
        left -= 1
        return left >= 0
      }
      if fails { throw isPassing ? .passing("busy") : .final("no") }
      carried.withLock { $0.append(message.subject) }
    }
  }

  private func quietLog() throws -> Log { try Log(to: STDERR_FILENO, least: .error) }

  /// Looks until it is so, or five seconds have passed.
  private func eventually(_ claim: () -> Bool) -> Bool {
    let deadline = MonotonicTime.now + .seconds(5)
    while !claim() {
      guard MonotonicTime.now < deadline else { return false }
      sched_yield()
    }
    return true
  }

  @Test("carries everything that is in it when it is closed")
  func closing() throws {
    let carrier = Stubborn(failures: 0)
    let queue = try DeliveryQueue(carrier: carrier, limit: 100, log: quietLog())
    for number in 0..<50 { queue.deliver(message(subject: "\(number)")) }
    queue.close()
    #expect(carrier.carried.withLock { $0 } == (0..<50).map(String.init))
    #expect(queue.counters == DeliveryCounters(carried: 50))
  }

  @Test("tries again after a failure that passes")
  func again() throws {
    let carrier = Stubborn(failures: 2)
    let queue = try DeliveryQueue(
      carrier: carrier, limit: 10, pauses: [.milliseconds(1), .milliseconds(1)], log: quietLog())
    queue.deliver(message(subject: "x"))
    #expect(eventually { queue.counters.carried == 1 })
    #expect(queue.counters == DeliveryCounters(carried: 1, retried: 2))
    queue.close()
  }

  @Test(
    "gives up after the last attempt, and at once when nothing helps", arguments: [true, false])
  func givingUp(isPassing: Bool) throws {
    let carrier = Stubborn(failures: 100, isPassing: isPassing)
    let queue = try DeliveryQueue(
      carrier: carrier, limit: 10, pauses: [.milliseconds(1), .milliseconds(1)],
      log: try Log(to: Descriptor.file(writing: "/dev/null").release()))
    queue.deliver(message())
    #expect(eventually { queue.counters.failed == 1 })
    #expect(carrier.failures.withLock { 100 - $0 } == (isPassing ? 3 : 1))
    queue.close()
  }

  @Test("drops and counts what does not fit, and never waits")
  func full() throws {
    let carrier = Stubborn(failures: .max)
    let queue = try DeliveryQueue(
      carrier: carrier, limit: 5, pauses: [.seconds(600)],
      log: try Log(to: Descriptor.file(writing: "/dev/null").release()))
    for _ in 0..<10_000 { queue.deliver(message()) }
    queue.close()
    let counters = queue.counters
    #expect(counters.dropped + counters.failed + counters.retried >= 10_000)
    #expect(counters.dropped > 0)
  }
}

@Suite("The address of a webhook")
struct WebhookAddressTests {
  @Test(
    "is https, or this machine",
    arguments: [
      ("https://h.example/x?y=1", "https://h.example", "/x?y=1"),
      ("https://h.example:8443", "https://h.example:8443", "/"),
      ("http://127.0.0.1:9/x", "http://127.0.0.1:9", "/x"), ("http://[::1]/", "http://[::1]", "/"),
    ])
  func good(text: String, origin: String, target: String) {
    let address = WebhookAddress(text)
    #expect(address?.origin == origin)
    #expect(address?.target == target)
  }

  @Test(
    "is nothing else",
    arguments: [
      "http://example.org/", "ftp://x/", "https://", "https://a b/", "https://u:p@h/",
      "https://h/#x", "http://127.0.0.1.example.org/", "https://h/\r\nX: y", "h.example",
    ])
  func bad(text: String) {
    #expect(WebhookAddress(text) == nil)
  }
}
