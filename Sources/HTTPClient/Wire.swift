import Kernel

/// One connection to a server, in the clear or through TLS. Every wait ends after `patience`.
final class Wire {
  private let origin: Origin
  private let socket: Descriptor
  private var events: Epoll
  private var interest: Readiness = .readable
  private var tls: TLSSession?
  /// How long one wait may take.
  var patience: Duration

  /// What has been received and not consumed.
  private(set) var unread: [UInt8] = []
  private var scratch = [UInt8](repeating: 0, count: 64 << 10)

  init(to origin: Origin, _ settings: HTTPClient.Settings) throws(HTTPClientError) {
    self.origin = origin
    patience = settings.connectTimeout
    let connected = try Wire.connect(to: origin, settings)
    do throws(KernelError) {
      events = try Epoll(batch: 1)
      try connected.sendWithoutDelay()
      try events.add(connected.number, .readable)
    } catch {
      throw .unreachable(origin, error)
    }
    socket = connected
    if origin.isSecure { try agree(settings) }
    patience = settings.patience
  }

  /// Tries each address of the host in turn, and reports the last failure.
  private static func connect(
    to origin: Origin, _ settings: HTTPClient.Settings
  ) throws(HTTPClientError) -> Descriptor {
    let addresses: [SocketAddress]
    do throws(KernelError) {
      addresses = try SocketAddress.resolving(origin.host, port: origin.port)
    } catch {
      throw .unreachable(origin, error)
    }
    if !origin.isSecure, !settings.allowsPlain, !addresses.allSatisfy(\.isLoopback) {
      throw .plain(origin)
    }
    var failure = KernelError(call: "connect", errno: .timedOut, object: origin.host)
    for address in addresses {
      do throws(KernelError) {
        return try connect(
          to: address, window: settings.window, until: .now + settings.connectTimeout)
      } catch {
        failure = error
      }
    }
    throw .unreachable(origin, failure)
  }

  private static func connect(
    to address: SocketAddress, window: Int32?, until deadline: MonotonicTime
  ) throws(KernelError) -> Descriptor {
    let socket = try Descriptor.connecting(to: address, window: window)
    var events = try Epoll(batch: 1)
    try events.add(socket.number, .writable)
    guard try events.wait(until: deadline) > 0 else {
      throw KernelError(call: "connect", errno: .timedOut, object: address.host)
    }
    if let errno = try socket.takeSocketError() {
      throw KernelError(call: "connect", errno: errno, object: address.host)
    }
    return socket
  }

  private func agree(_ settings: HTTPClient.Settings) throws(HTTPClientError) {
    do throws(TLSFailure) {
      tls = try TLSSession(host: origin.host, authorities: settings.authorities)
    } catch {
      throw .notTrusted(origin, error.reason)
    }
    while true {
      let outcome = try encrypted { (tls) throws(TLSFailure) in try tls.handshake() }
      try flush()
      switch outcome {
      case .done: return
      case .wantsBytes: guard try feed() else { throw .cutShort(origin) }
      case .closed: throw .cutShort(origin)
      }
    }
  }

  /// True when the server has closed or sent what nobody asked for: a wire that must not be used again.
  var isStale: Bool {
    guard unread.isEmpty else { return true }
    do throws(KernelError) {
      try wait(for: .readable)
      return try events.wait(until: .now) > 0
    } catch {
      return true
    }
  }

  func consume(_ count: Int) { unread.removeFirst(count) }

  /// Receives at least one byte more into `unread`; false when no more will come.
  func fill() throws(HTTPClientError) -> Bool {
    guard tls != nil else { return try receive { unread.append(contentsOf: $0) } }
    while true {
      var count = 0
      let outcome = try encrypted { (tls) throws(TLSFailure) in
        try scratch.withUnsafeMutableBufferPointer { (buffer) throws(TLSFailure) in
          try tls.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
      }
      switch outcome {
      case .done(let received): count = received
      case .wantsBytes: guard try feed() else { throw .cutShort(origin) }
      case .closed: return false
      }
      try flush()
      if count > 0 {
        unread.append(contentsOf: scratch[..<count])
        return true
      }
    }
  }

  /// Sends all of it.
  func send(_ bytes: UnsafeRawBufferPointer) throws(HTTPClientError) {
    guard tls != nil else { return try sendRaw(bytes) }
    guard !bytes.isEmpty else { return }
    try encrypted { (tls) throws(TLSFailure) in try tls.write(bytes) }
    try flush()
  }

  func send(_ bytes: [UInt8]) throws(HTTPClientError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(HTTPClientError) in
      try send(UnsafeRawBufferPointer(bytes))
    }
  }

  private func encrypted<R>(
    _ body: (TLSSession) throws(TLSFailure) -> R
  ) throws(HTTPClientError) -> R {
    guard let tls else { preconditionFailure("only a secure wire encrypts") }
    do throws(TLSFailure) {
      return try body(tls)
    } catch {
      // The alert that tells the server why is worth sending, and nothing is lost when it does not arrive.
      try? flush()
      throw .notTrusted(origin, error.reason)
    }
  }

  private func flush() throws(HTTPClientError) {
    guard let bytes = tls?.drain(), !bytes.isEmpty else { return }
    try bytes.withUnsafeBufferPointer { (bytes) throws(HTTPClientError) in
      try sendRaw(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Bytes of the wire for TLS; false at the end.
  private func feed() throws(HTTPClientError) -> Bool {
    try receive { tls?.feed($0) }
  }

  private func receive(
    _ take: (UnsafeRawBufferPointer) -> Void
  ) throws(HTTPClientError) -> Bool {
    let deadline = MonotonicTime.now + patience
    while true {
      let outcome = try onSocket { () throws(KernelError) in
        try scratch.withUnsafeMutableBufferPointer { (buffer) throws(KernelError) in
          try socket.receive(into: UnsafeMutableRawBufferPointer(buffer))
        }
      }
      switch outcome {
      case .done(0): return false
      case .done(let count):
        scratch.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        return true
      case .wouldBlock: try wait(for: .readable, until: deadline)
      }
    }
  }

  private func sendRaw(_ bytes: UnsafeRawBufferPointer) throws(HTTPClientError) {
    var rest = bytes
    var deadline = MonotonicTime.now + patience
    while !rest.isEmpty {
      switch try onSocket({ () throws(KernelError) in try socket.send(rest) }) {
      case .done(let count):
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        deadline = .now + patience
      case .wouldBlock: try wait(for: .writable, until: deadline)
      }
    }
  }

  private func onSocket<R>(_ body: () throws(KernelError) -> R) throws(HTTPClientError) -> R {
    do throws(KernelError) { return try body() } catch { throw .cutShort(origin) }
  }

  private func wait(
    for readiness: Readiness, until deadline: MonotonicTime
  ) throws(HTTPClientError) {
    let isReady = try onSocket { () throws(KernelError) in
      try wait(for: readiness)
      return try events.wait(until: deadline) > 0
    }
    guard isReady else { throw .silent(origin) }
  }

  private func wait(for readiness: Readiness) throws(KernelError) {
    guard interest != readiness else { return }
    try events.change(socket.number, to: readiness)
    interest = readiness
  }
}
