import JSON
package import Kernel

/// A process whose whole purpose is one gateway: it starts it, listens to signals, tells the service manager how things are, and ends
/// when it is told to.
///
/// SIGTERM and SIGINT drain and end; a second one ends at once. SIGHUP reads the certificate again.
package struct ServiceProcess: ~Copyable {
  private let signals: SignalQueue
  private let log: Log
  /// What has ended that should not.
  private let failures: Mailbox<String>
  private let gateway: RunningGateway

  /// On the first thread, before others are started: signals are taken away from all of them.
  package static func starting(
    _ configuration: GatewayConfiguration
  ) throws(GatewayStartError) -> ServiceProcess {
    do {
      var configuration = configuration
      try configuration.take(ServiceSupervisor.takeInheritedSockets())
      Signal.ignoreBrokenPipes()
      try OpenFileLimit.raise()
      let signals = try SignalQueue([.terminate, .interrupt, .hangUp])
      let log = try Log(format: configuration.logFormat, least: configuration.logLevel)
      let failures = try Mailbox<String>(limit: 8)
      let gateway = try RunningGateway(
        configuration, log: log, partFailed: { failures.put($0) })
      announce(gateway, configuration, in: log)
      return ServiceProcess(signals: signals, log: log, failures: failures, gateway: gateway)
    } catch {
      throw GatewayStartError(error)
    }
  }

  private static func announce(
    _ gateway: RunningGateway, _ configuration: GatewayConfiguration, in log: Log
  ) {
    let address = ListenAddress(host: configuration.listen.host, port: gateway.port)
    let scheme = configuration.certificate == nil ? "http" : "https"
    log.write(
      .info, "gateway.ready", "the gateway listens at \(scheme)://\(address)",
      [
        ("loops", .integer(Int64(configuration.loops))),
        ("radio", .string(configuration.radio.rawValue)),
        ("data", .string(configuration.dataDirectory)),
      ])
  }

  /// Blocks until the process is to end.
  /// - Returns: true when it was told to and everything was finished in order; false when a second signal cut the draining short, or when a
  ///   part ended by itself: the service manager is to start another process.
  package consuming func run() throws(KernelError) -> Bool {
    notify("READY=1\nSTATUS=Serving.")
    let watchdog = ServiceSupervisor.watchdogInterval
    var epoll = try Epoll(batch: 2)
    try epoll.add(signals.number, .readable)
    try epoll.add(failures.readyNumber, .readable)
    while true {
      if try epoll.wait(until: watchdog.map { MonotonicTime.now + $0 } ?? .never) == 0 {
        notify("WATCHDOG=1")
        continue
      }
      if let failure = failures.take(until: .now).letters.first {
        log.write(.error, "gateway.broken", failure)
        _ = try drain()
        return false
      }
      while let signal = try signals.next() {
        switch signal {
        case .hangUp: reload()
        default: return try drain()
        }
      }
    }
  }

  private borrowing func reload() {
    do {
      try gateway.reloadCertificate()
      log.write(.info, "certificate.reloaded", "the certificate was read again")
    } catch {
      log.write(
        .error, "certificate.kept", "the certificate stays as it was: \(String(describing: error))")
    }
  }

  private consuming func drain() throws(KernelError) -> Bool {
    log.write(.info, "gateway.draining", "the gateway finishes what is under way")
    notify("STOPPING=1\nSTATUS=Finishing what is under way.")
    let done = try Latch()
    let gateway = gateway
    let began = MonotonicTime.now
    let stopping = try KernelThread(name: "stopping") {
      gateway.stop()
      done.open()
    }
    var epoll = try Epoll(batch: 2)
    try epoll.add(signals.number, .readable)
    try epoll.add(done.number, .readable)
    while true {
      _ = try epoll.wait(until: .never)
      if done.wait(until: .now) {
        stopping.join()
        log.write(.info, "gateway.ended", "the gateway has ended")
        log.close()
        return true
      }
      while let signal = try signals.next() {
        // Some tools send their signal to a process and to its group: that is one wish, said twice.
        guard signal != .hangUp, MonotonicTime.now - began > .milliseconds(500) else { continue }
        log.write(.warning, "gateway.cut", "a second signal ends the gateway at once")
        log.close()
        return false
      }
    }
  }

  /// A service manager that does not listen is no reason to stop.
  private borrowing func notify(_ state: String) {
    do throws(KernelError) {
      try ServiceSupervisor.notify(state)
    } catch {
      log.write(.warning, "supervisor.deaf", "the service manager cannot be told: \(error)")
    }
  }
}
