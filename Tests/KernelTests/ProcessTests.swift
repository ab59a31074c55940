import Glibc
import LanyardTesting
import Testing

@testable import Kernel

@Suite("A system call")
struct SyscallTests {
  @Test("is repeated when it was interrupted")
  func interrupted() throws {
    var calls = 0
    let result = try syscall("read") { () -> Int in
      calls += 1
      errno = EINTR
      return calls < 4 ? -1 : 42
    }
    #expect(result == 42)
    #expect(calls == 4)
  }

  @Test("throws what failed, on what, and why")
  func throwing() {
    let error = #expect(throws: KernelError.self) {
      try syscall("bind", "127.0.0.1 port 80") { () -> Int32 in
        errno = EACCES
        return -1
      }
    }
    #expect(error == KernelError(call: "bind", errno: .accessDenied, object: "127.0.0.1 port 80"))
    #expect(error?.description == "bind 127.0.0.1 port 80: EACCES (Permission denied)")
  }

  @Test("traps on our own mistakes")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = try? syscall("read") { close(-1) } }
  }

  @Test("names unknown numbers, too")
  func unknown() {
    #expect(Errno(rawValue: 4095).description == "errno 4095 (Unknown error 4095)")
  }
}

@Suite("The service supervisor")
struct ServiceSupervisorTests {
  @Test("hands sockets over with their names")
  func sockets() {
    let found = ServiceSupervisor.inheritedSockets(
      process: 7, listenProcess: "7", count: "3", names: "https::metrics")
    #expect(found.map(\.number) == [3, 4, 5])
    #expect(found.map(\.name) == ["https", "unknown", "metrics"])
  }

  @Test(
    "hands over nothing that is meant for others or makes no sense",
    arguments: [("8", "1"), ("x", "1"), ("7", "-1"), ("7", "65"), ("7", "0"), ("7", "")])
  func nothing(process: String, count: String) {
    let found = ServiceSupervisor.inheritedSockets(
      process: 7, listenProcess: process, count: count, names: nil)
    #expect(found.isEmpty)
  }

  @Test("is told how we are, by the socket that it names")
  func notify() async {
    await #expect(processExitsWith: .success) {
      guard try !ServiceSupervisor.notify("READY=1") else { exit(1) }
      let folder = TemporaryDirectory()
      let receiver = try Descriptor.socket(family: AF_UNIX, type: 2, protocol: 0)
      try receiver.bind(to: .unix(folder.file("notify")))
      setenv("NOTIFY_SOCKET", folder.file("notify"), 1)
      guard try ServiceSupervisor.notify("READY=1") else { exit(2) }
      guard try receive(receiver) == "READY=1" else { exit(3) }
    }
  }

  @Test("delivers signals as something to read")
  func signals() async {
    await #expect(processExitsWith: .success) {
      let queue = try SignalQueue([.terminate, .hangUp])
      guard try queue.next() == nil else { exit(1) }
      raise(SIGHUP)
      guard try queue.wait() == .hangUp else { exit(2) }
    }
  }

  @Test("raises the limit of open files, never lowers it")
  func limit() throws {
    let before = try OpenFileLimit.current()
    #expect(try OpenFileLimit.raise(to: 1) == before)
    #expect(try OpenFileLimit.raise() >= before)
  }
}
