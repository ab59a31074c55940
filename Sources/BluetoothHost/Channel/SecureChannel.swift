import Kernel

/// Who wants a channel. All calls come on the loop, and only one of them, once.
protocol SecureChannelOwner: AnyObject {
  func channel(
    _ channel: SecureChannel, secured descriptor: consuming Descriptor, as security: LinkSecurity)
  func channel(_ channel: SecureChannel, failed failure: ChannelFailure)
}

/// Why a channel is not handed over.
enum ChannelFailure: Hashable {
  /// By the kernel, with what waits on the socket.
  case refused(Errno)
  /// Not connected in time.
  case unreached
  /// Connected, and not as well protected as the bond promises.
  case unprotected
  case keyTooShort
}

/// A channel for ATT on its way: connects, waits until the kernel says that it is as well protected as it must be, and only then hands
/// it over. Nothing is read from it or written to it before.
final class SecureChannel: LoopSource {
  let peer: BluetoothAddress
  private let request: ChannelRequest
  private let sockets: KernelSockets
  private let loop: RadioLoop
  private weak var owner: (any SecureChannelOwner)?
  private var descriptor: Descriptor?
  private let number: Int32
  private var registration: UInt32 = 0
  private var alarm: RadioLoop.Alarm?
  private var isConnected = false

  private static let patience: Duration = .seconds(15)
  /// What waits on a channel whose connection ended over its encryption: we have hung up, or the other end's packets do not open.
  private static let overEncryption: Set<Errno> = [
    .connectionAborted, .noSystemCall, .accessDenied, .badExchange,
  ]
  /// Between looks at a level that is still rising. The kernel reports a channel as connected while it still pairs, and tells nobody
  /// when it is done.
  private static let look: Duration = .milliseconds(20)

  /// - Parameter owner: not kept alive by the channel.
  init(
    _ request: ChannelRequest, through sockets: KernelSockets, on loop: RadioLoop,
    owner: any SecureChannelOwner
  ) throws(KernelError) {
    peer = request.peer
    self.request = request
    self.sockets = sockets
    self.loop = loop
    self.owner = owner
    let descriptor = try sockets.openChannel(request)
    number = descriptor.number
    self.descriptor = consume descriptor
    registration = try loop.add(self, number: number, .writable)
    alarm = loop.alarm(at: .now + SecureChannel.patience) { [weak self] in
      guard let self else { return }
      fail(isConnected ? .unprotected : .unreached)
    }
  }

  /// Closes at once. Nobody is told.
  func close() {
    guard descriptor != nil else { return }
    loop.remove(registration: registration)
    descriptor = nil
    stopWaiting()
  }

  /// The connection below ended over its encryption. The descriptor is never closed: a kernel 6.1 crashes when such a channel is, in
  /// `hci_chan_del`, and takes the thread that closed it along. It costs one descriptor for each bond that was lost.
  func leaveToKernel() {
    guard let descriptor = descriptor.take() else { return }
    stopWaiting()
    // What cannot be taken out of the queue has nothing to tell either.
    try? loop.release(number, registration: registration)
    _ = descriptor.release()
  }

  func isReady(_ readiness: Readiness) {
    do throws(KernelError) {
      if let errno = try descriptor?.takeSocketError() { return fail(.refused(errno)) }
      if readiness.contains(.hungUp) { return fail(.refused(.connectionReset)) }
      guard !isConnected, readiness.contains(.writable) else { return }
      isConnected = true
      // Only its end is listened for from now on.
      try loop.watch(number, registration: registration, for: [])
      lookAtSecurity()
    } catch {
      fail(.refused(error.errno))
    }
  }

  private func lookAtSecurity() {
    do throws(KernelError) {
      guard let security = try readSecurity() else { return }
      guard security.isEncrypted, security.isAuthenticated || !request.isAuthenticated else {
        loop.alarm(at: .now + SecureChannel.look) { [weak self] in self?.lookAtSecurity() }
        return
      }
      guard security.keySize >= LinkSecurity.wholeKey else { return fail(.keyTooShort) }
      try handOver(security)
    } catch {
      fail(.refused(error.errno))
    }
  }

  /// Nil once closed.
  private func readSecurity() throws(KernelError) -> LinkSecurity? {
    switch descriptor {
    case .some(let descriptor): try sockets.security(descriptor)
    case nil: nil
    }
  }

  private func handOver(_ security: LinkSecurity) throws(KernelError) {
    try loop.release(number, registration: registration)
    stopWaiting()
    guard let descriptor = descriptor.take() else { return }
    owner?.channel(self, secured: descriptor, as: security)
  }

  private func fail(_ failure: ChannelFailure) {
    guard descriptor != nil else { return }
    if case .refused(let errno) = failure, SecureChannel.overEncryption.contains(errno) {
      leaveToKernel()
    } else {
      close()
    }
    owner?.channel(self, failed: failure)
  }

  private func stopWaiting() {
    if let alarm { loop.cancel(alarm) }
    alarm = nil
  }
}
