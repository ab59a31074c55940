package import Kernel

/// Who is told what comes out of a packet socket.
package protocol PacketReceiver: AnyObject {
  /// One packet, whole. May close the socket.
  func socket(_ socket: PacketSocket, received packet: [UInt8])
  /// Told once, unless the receiver closed it itself.
  func socket(_ socket: PacketSocket, ended end: PacketSocketEnd)
}

/// Why a packet socket is over.
package enum PacketSocketEnd: Hashable, Sendable {
  /// The other end closed it, or the radio lost the peer.
  case hungUp
  /// The peer does not take what we send.
  case congested
  case failed(KernelError)
}

/// A socket that keeps the boundaries of messages, on a loop: L2CAP channels, the kernel's control socket, and the
/// socket pairs of simulated peers all are.
package final class PacketSocket: LoopSource {
  private var descriptor: Descriptor?
  private let number: Int32
  private unowned let loop: RadioLoop
  private weak var receiver: (any PacketReceiver)?
  private var registration: UInt32 = 0
  private var waiting: [[UInt8]] = []
  /// The end that the receiver is about to be told of.
  private var untold: PacketSocketEnd?

  /// Packets that wait for room; beyond it the peer counts as congested.
  private static let mostWaiting = 64
  /// Packets taken at one go, so that a flood from one peer does not starve the others.
  private static let mostAtOnce = 32
  /// Above every MTU used here, so that a longer packet is noticed by its length; and above what the kernel tells of the longest
  /// advertisement, 1,650 bytes.
  private static let longestPacket = 2_048

  /// - Parameter receiver: not kept alive by the socket; without it the socket closes.
  package init(
    _ descriptor: consuming Descriptor, on loop: RadioLoop, receiver: any PacketReceiver
  ) throws(KernelError) {
    number = descriptor.number
    self.loop = loop
    self.receiver = receiver
    self.descriptor = consume descriptor
    registration = try loop.add(self, number: number)
  }

  package var isOpen: Bool { descriptor != nil }

  /// Sends now or as soon as there is room, in the order given. Silently nothing once closed.
  package func send(_ packet: [UInt8]) {
    guard isOpen else { return }
    if waiting.isEmpty, write(packet) { return }
    guard isOpen else { return }
    guard waiting.count < PacketSocket.mostWaiting else { return end(.congested) }
    waiting.append(packet)
    if waiting.count == 1 { watch(forWriting: true) }
  }

  /// Closes at once; what waits is dropped. The receiver is not told.
  package func close() {
    untold = nil
    guard isOpen else { return }
    loop.remove(registration: registration)
    descriptor = nil
    waiting = []
  }

  func isReady(_ readiness: Readiness) {
    if readiness.contains(.writable) { writeWaiting() }
    if !readiness.isDisjoint(with: [.readable, .hungUp, .failed]) { readAll() }
  }

  private func readAll() {
    for _ in 0..<PacketSocket.mostAtOnce {
      guard let receiver else { return close() }
      guard isOpen, let packet = read() else { return }
      receiver.socket(self, received: packet)
    }
  }

  /// Nil when there is nothing now, or nothing any more.
  private func read() -> [UInt8]? {
    do throws(KernelError) {
      var outcome: Outcome<Int>?
      let packet = try [UInt8](unsafeUninitializedCapacity: PacketSocket.longestPacket) {
        (buffer, count) throws(KernelError) in
        outcome = try descriptor?.receive(into: UnsafeMutableRawBufferPointer(buffer))
        if case .done(let received) = outcome { count = received }
      }
      guard case .done(let count) = outcome else { return nil }
      if count == 0 { end(.hungUp) }
      return count == 0 ? nil : packet
    } catch {
      end(error.errno == .connectionReset ? .hungUp : .failed(error))
      return nil
    }
  }

  /// - Returns: false when there is no room now.
  private func write(_ packet: [UInt8]) -> Bool {
    do throws(KernelError) {
      let outcome = try packet.withUnsafeBufferPointer { (bytes) throws(KernelError) in
        try descriptor?.send(UnsafeRawBufferPointer(bytes))
      }
      return outcome != .wouldBlock
    } catch {
      end([.connectionReset, .brokenPipe].contains(error.errno) ? .hungUp : .failed(error))
      return false
    }
  }

  private func writeWaiting() {
    while let packet = waiting.first, write(packet) { waiting.removeFirst() }
    if isOpen, waiting.isEmpty { watch(forWriting: false) }
  }

  private func watch(forWriting: Bool) {
    do throws(KernelError) {
      try loop.watch(
        number, registration: registration,
        for: forWriting ? [.readable, .writable] : .readable)
    } catch {
      end(.failed(error))
    }
  }

  /// Told at the loop's next turn, so that nobody is called back from within a call of its own to `send`.
  private func end(_ end: PacketSocketEnd) {
    guard isOpen else { return }
    close()
    untold = end
    loop.alarm(at: .now) { [self] in
      guard let end = untold else { return }
      untold = nil
      receiver?.socket(self, ended: end)
    }
  }
}
