import CLinux
import Glibc

/// Another program that is run to its end.
package struct ChildProcess: Sendable {
  /// An absolute path; no shell, no search.
  package var program: String
  /// Without the program's own name.
  package var arguments: [String]
  /// All of it: nothing is inherited.
  package var environment: [String: String]
  /// What it reads from its standard input.
  package var input: [UInt8] = []
  /// How much of what it writes is kept, of standard output and of standard error; the rest is read and dropped.
  package var mostOutputBytes = 1 << 20

  package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
  }

  /// How it ended, and what it said.
  package struct Ending: Sendable {
    package let cause: Cause
    package let output: [UInt8]
    package let errors: [UInt8]

    package enum Cause: Hashable, Sendable {
      case exited(Int32)
      case signalled(Signal)
      /// It was still running at the deadline, and was killed.
      case overdue
    }
  }

  /// Blocks until it has ended, or kills it at the deadline. The corresponding C functions are `posix_spawn` and `waitid`.
  ///
  /// The child gets default signal handling with nothing blocked, and no descriptor of ours but its three standard ones.
  package func run(until deadline: MonotonicTime = .never) throws(KernelError) -> Ending {
    let talk = try Descriptor.streamPair().split { ($0.release(), $1.release()) }
    let complaints = try Descriptor.streamPair().split { ($0.release(), $1.release()) }
    let channel = Descriptor(adopting: talk.0)
    let errors = Descriptor(adopting: complaints.0)
    let process = try spawn(
      channel: Descriptor(adopting: talk.1), errors: Descriptor(adopting: complaints.1))
    var exchange = Exchange(input: input, most: mostOutputBytes)
    do throws(KernelError) {
      let isOver = try exchange.run(channel, errors, process: process, until: deadline)
      if !isOver { kill(process, SIGKILL) }
      let cause = try Self.reap(process)
      return Ending(
        cause: isOver ? cause : .overdue, output: exchange.output, errors: exchange.errors)
    } catch {
      kill(process, SIGKILL)
      // Nothing more can be learnt from it; what was thrown is what matters.
      _ = try? Self.reap(process)
      throw error
    }
  }

  /// Takes the child's ends, which are closed here once it has its own.
  private func spawn(
    channel: consuming Descriptor, errors: consuming Descriptor
  ) throws(KernelError) -> pid_t {
    try channel.setBlocking()
    try errors.setBlocking()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The copies are open across exec although the originals are not.
    posix_spawn_file_actions_adddup2(&actions, channel.number, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, channel.number, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.number, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A server ignores broken pipes and blocks what it reads from a queue; its children should not.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var pipes = sigset_t()
    sigemptyset(&pipes)
    sigaddset(&pipes, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &pipes)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words = ([program] + arguments).map { strdup($0) }
    var variables = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for word in words + variables { free(word) } }
    words.append(nil)
    variables.append(nil)
    var process = pid_t()
    let code = posix_spawn(&process, program, &actions, &attributes, words, variables)
    guard code == 0 else {
      throw KernelError(call: "posix_spawn", errno: Errno(rawValue: code), object: program)
    }
    return process
  }

  private static func reap(_ process: pid_t) throws(KernelError) -> Ending.Cause {
    var status: Int32 = 0
    try syscall("waitpid") { waitpid(process, &status, 0) }
    // The macros of wait(2), which Swift cannot call: the low seven bits are the signal, the next byte the code.
    let signal = status & 0x7F
    return signal == 0
      ? .exited(status >> 8 & 0xFF) : .signalled(Signal(rawValue: signal))
  }
}

/// What goes back and forth while a child runs.
private struct Exchange {
  private var rest: ArraySlice<UInt8>
  private let most: Int
  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []

  init(input: [UInt8], most: Int) {
    rest = input[...]
    self.most = most
  }

  /// - Returns: false when the deadline came first.
  mutating func run(
    _ channel: borrowing Descriptor, _ complaints: borrowing Descriptor, process: pid_t,
    until deadline: MonotonicTime
  ) throws(KernelError) -> Bool {
    // Its end is an event like the others; a program that closes its outputs may still have to be waited for.
    let end = Descriptor(
      adopting: try syscall("pidfd_open") { lanyard_process_descriptor(process) })
    var epoll = try Epoll(batch: 4)
    try epoll.add(end.number, .readable)
    try epoll.add(complaints.number, .readable)
    try epoll.add(channel.number, rest.isEmpty ? .readable : [.readable, .writable])
    if rest.isEmpty { try channel.finishSending() }
    while true {
      let count = try epoll.wait(until: deadline)
      guard count > 0 else { return false }
      var hasEnded = false
      for index in 0..<count {
        let event = epoll[index]
        if event.descriptor == end.number {
          hasEnded = true
        } else if event.descriptor == channel.number {
          if event.readiness.contains(.writable), !rest.isEmpty {
            try write(to: channel)
            if rest.isEmpty {
              try channel.finishSending()
              try epoll.change(channel.number, to: .readable)
            }
          }
          if try !Self.read(channel, into: &output, most: most) {
            try epoll.remove(channel.number)
          }
        } else if try !Self.read(complaints, into: &errors, most: most) {
          try epoll.remove(complaints.number)
        }
      }
      if hasEnded {
        while try Self.read(channel, into: &output, most: most, stopping: true) {}
        while try Self.read(complaints, into: &errors, most: most, stopping: true) {}
        return true
      }
    }
  }

  /// A child that does not read its input is its own affair: the rest is dropped.
  private mutating func write(to channel: borrowing Descriptor) throws(KernelError) {
    let bytes = Array(rest.prefix(65_536))
    do throws(KernelError) {
      let sent = try bytes.withUnsafeBufferPointer { (buffer) throws(KernelError) in
        try channel.send(UnsafeRawBufferPointer(buffer))
      }
      if case .done(let count) = sent { rest = rest.dropFirst(count) }
    } catch {
      guard error.errno == .brokenPipe || error.errno == .connectionReset else { throw error }
      rest = []
    }
  }

  /// - Parameter stopping: nobody is left who could write more, so would-block is the end as well.
  /// - Returns: false at the end.
  private static func read(
    _ channel: borrowing Descriptor, into kept: inout [UInt8], most: Int, stopping: Bool = false
  ) throws(KernelError) -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    do throws(KernelError) {
      let outcome = try piece.withUnsafeMutableBufferPointer { (buffer) throws(KernelError) in
        try channel.receive(into: UnsafeMutableRawBufferPointer(buffer))
      }
      guard case .done(let count) = outcome else { return !stopping }
      kept += piece[..<min(count, max(0, most - kept.count))]
      return count > 0
    } catch {
      guard error.errno == .connectionReset else { throw error }
      return false
    }
  }
}
