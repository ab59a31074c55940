import CLinux
import Glibc

/// What systemd agrees with a service by its environment (sd_listen_fds(3), sd_notify(3)); all of it absent elsewhere.
package enum ServiceSupervisor {
  /// A socket that the supervisor opened for us, with the name its unit gives it.
  package struct InheritedSocket: Sendable, Equatable {
    /// Ours to close.
    package let number: Int32
    package let name: String
  }

  /// The sockets meant for this process, closed on exec from now on; empty when there are none. Once only: takes the variables away so
  /// that a child does not believe they are meant for it. Before other threads start, because it changes the environment.
  package static func takeInheritedSockets() throws(KernelError) -> [InheritedSocket] {
    defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
    let sockets = inheritedSockets(
      process: getpid(), listenProcess: variable("LISTEN_PID"), count: variable("LISTEN_FDS"),
      names: variable("LISTEN_FDNAMES"))
    for socket in sockets {
      try syscall("fcntl", socket.name) { fcntl(socket.number, F_SETFD, FD_CLOEXEC) }
    }
    return sockets
  }

  /// The first is descriptor 3; at most 64 are believed.
  static func inheritedSockets(
    process: Int32, listenProcess: String?, count: String?, names: String?
  ) -> [InheritedSocket] {
    guard let listenProcess, Int32(listenProcess) == process else { return [] }
    guard let count = count.flatMap({ Int32($0) }), (1...64).contains(count) else { return [] }
    let names = (names ?? "").split(separator: ":", omittingEmptySubsequences: false)
    return (0..<Int(count)).map { index in
      let name = index < names.count && !names[index].isEmpty ? String(names[index]) : "unknown"
      return InheritedSocket(number: Int32(3 + index), name: name)
    }
  }

  /// Tells the supervisor how we are: lines such as `READY=1`, `STOPPING=1`, `STATUS=…`, `WATCHDOG=1`.
  /// - Returns: false when nobody asked to be told.
  @discardableResult
  package static func notify(_ state: String) throws(KernelError) -> Bool {
    guard let path = variable("NOTIFY_SOCKET") else { return false }
    let socket = try Descriptor.socket(
      family: AF_UNIX, type: Int32(SOCK_DGRAM.rawValue), protocol: 0)
    try socket.connect(to: try SocketAddress.unix(path))
    let outcome = try Array(state.utf8).withUnsafeBufferPointer { (bytes) throws(KernelError) in
      try socket.send(UnsafeRawBufferPointer(bytes))
    }
    return outcome == .done(state.utf8.count)
  }

  /// How often the supervisor expects `WATCHDOG=1`: half of what it would wait for.
  package static var watchdogInterval: Duration? {
    guard let microseconds = variable("WATCHDOG_USEC").flatMap({ Int64($0) }), microseconds > 0,
      variable("WATCHDOG_PID").map({ Int32($0) == getpid() }) ?? true
    else { return nil }
    return .microseconds(microseconds / 2)
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
