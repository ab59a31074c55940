import CLinux
import Glibc

/// A signal, by its number.
package struct Signal: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32
  package init(rawValue: Int32) { self.rawValue = rawValue }
  package static let hangUp = Signal(rawValue: SIGHUP)
  package static let interrupt = Signal(rawValue: SIGINT)
  package static let terminate = Signal(rawValue: SIGTERM)
  package static let user1 = Signal(rawValue: SIGUSR1)

  /// A write to a peer that is gone becomes an error instead of the end of the process. OpenSSL writes without `MSG_NOSIGNAL`.
  package static func ignoreBrokenPipes() { Glibc.signal(SIGPIPE, SIG_IGN) }
}

/// Signals as something to read, instead of a handler in the middle of anything.
package struct SignalQueue: ~Copyable, Sendable {
  private let queue: Descriptor

  /// Blocks the signals for the calling thread and those it starts later: so made by the first thread, before others.
  /// The corresponding C function is `signalfd`.
  package init(_ signals: [Signal]) throws(KernelError) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal.rawValue) }
    let code = pthread_sigmask(Int32(SIG_BLOCK), &set, nil)
    guard code == 0 else {
      throw KernelError(call: "pthread_sigmask", errno: Errno(rawValue: code))
    }
    let flags = Int32(SFD_CLOEXEC | SFD_NONBLOCK)
    queue = Descriptor(adopting: try syscall("signalfd") { signalfd(-1, &set, flags) })
  }

  /// To add to an event queue, for reading.
  package var number: Int32 { queue.number }

  /// The next signal that came; nil when there is none.
  package borrowing func next() throws(KernelError) -> Signal? {
    var record = signalfd_siginfo()
    let outcome = try withUnsafeMutableBytes(of: &record) { (buffer) throws(KernelError) in
      try queue.read(into: buffer)
    }
    guard case .done(let count) = outcome, count == MemoryLayout<signalfd_siginfo>.size else {
      return nil
    }
    return Signal(rawValue: Int32(record.ssi_signo))
  }

  /// Blocks until one comes.
  package borrowing func wait() throws(KernelError) -> Signal {
    var epoll = try Epoll(batch: 1)
    try epoll.add(queue.number, .readable)
    while true {
      if let signal = try next() { return signal }
      _ = try epoll.wait(until: .never)
    }
  }
}
