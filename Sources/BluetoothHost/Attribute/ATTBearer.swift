package import BluetoothWire
package import Kernel

/// Whoever speaks through a bearer. All calls come on the loop.
package protocol ATTBearerOwner: AnyObject {
  /// The answer to our last request.
  func bearer(_ bearer: ATTBearer, answered answer: ATTPDU)
  /// - Returns: the response, which must fit `bearer.mtu`; nil when it gets none, which no well-behaved end does.
  func bearer(_ bearer: ATTBearer, wasAsked request: ATTPDU) -> ATTPDU?
  /// Commands want no response.
  func bearer(_ bearer: ATTBearer, wasTold command: ATTPDU)
  /// Notifications and indications. The peer waits for an indication to be confirmed with `ATTBearer.confirm`, and the bearer ends
  /// when that has not happened within 30 seconds.
  func bearer(
    _ bearer: ATTBearer, received values: [ATTPDU.AttributeValue], isIndication: Bool)
  /// Our indication was confirmed; the next one may go.
  func bearerWasConfirmed(_ bearer: ATTBearer)
  /// Told once, unless the owner closed it itself.
  func bearer(_ bearer: ATTBearer, ended end: ATTBearerEnd)
}

/// Why a bearer is over.
package enum ATTBearerEnd: Hashable, Sendable {
  /// The peer hung up or is out of reach.
  case peerGone
  /// The peer did not answer within 30 seconds.
  case unanswered
  /// This end did not confirm an indication within 30 seconds: the peer still has the value.
  case unconfirmed
  /// The peer broke a rule of the protocol: says which.
  case violation(String)
  case failed(KernelError)
}

/// An ATT bearer on a connected socket: moves packets and keeps to `ATTDialogue`.
package final class ATTBearer: PacketReceiver {
  private var dialogue = ATTDialogue()
  private var socket: PacketSocket?
  private let loop: RadioLoop
  private weak var owner: (any ATTBearerOwner)?
  private var alarm: RadioLoop.Alarm?

  /// - Parameter owner: not kept alive by the bearer.
  package init(
    _ descriptor: consuming Descriptor, on loop: RadioLoop, owner: any ATTBearerOwner
  ) throws(KernelError) {
    self.loop = loop
    self.owner = owner
    socket = try PacketSocket(descriptor, on: loop, receiver: self)
  }

  /// Bytes.
  package var mtu: Int { dialogue.mtu }
  package var canAsk: Bool { dialogue.canAsk && isOpen }
  package var canIndicate: Bool { dialogue.canIndicate && isOpen }
  package var isOpen: Bool { socket?.isOpen == true }

  /// Sends a request. Only while `canAsk`.
  package func ask(_ request: ATTPDU) {
    dialogue.asked(request, at: .now)
    send(request)
    watchDeadline()
  }

  /// Sends a command, which nobody answers.
  package func tell(_ command: ATTPDU) {
    precondition(command.opcode.role == .command, "only a command wants no answer")
    send(command)
  }

  /// Offers our MTU, and learns the peer's with the answer. Only while `canAsk`.
  package func exchangeMTU() { ask(dialogue.mtuRequest) }

  package func notify(_ handle: AttributeHandle, _ value: [UInt8]) {
    send(.notification(handle, Array(value.prefix(mtu - 3))))
  }

  /// Only while `canIndicate`.
  package func indicate(_ handle: AttributeHandle, _ value: [UInt8]) {
    dialogue.indicated(at: .now)
    send(.indication(handle, Array(value.prefix(mtu - 3))))
    watchDeadline()
  }

  /// Confirms the peer's last indication. Nothing happens when none waits to be.
  package func confirm() {
    guard isOpen, dialogue.owesConfirmation else { return }
    dialogue.confirmed()
    send(.confirmation)
  }

  /// Sends bytes that need not be a PDU: for peers that misbehave on purpose.
  package func sendRaw(_ packet: [UInt8]) { socket?.send(packet) }

  /// Closes at once. The owner is not told.
  package func close() {
    socket?.close()
    if let alarm { loop.cancel(alarm) }
    alarm = nil
  }

  /// Closes because of what the peer did.
  package func end(_ end: ATTBearerEnd) {
    guard isOpen else { return }
    close()
    owner?.bearer(self, ended: end)
  }

  package func socket(_ socket: PacketSocket, ended end: PacketSocketEnd) {
    close()
    switch end {
    case .hungUp: owner?.bearer(self, ended: .peerGone)
    case .congested: owner?.bearer(self, ended: .violation("takes nothing that is sent"))
    case .failed(let error): owner?.bearer(self, ended: .failed(error))
    }
  }

  package func socket(_ socket: PacketSocket, received packet: [UInt8]) {
    switch dialogue.received(packet, at: .now) {
    case .answer(let pdu): owner?.bearer(self, answered: pdu)
    case .request(.exchangeMTURequest): send(dialogue.mtuResponse)
    case .request(let pdu):
      if let response = owner?.bearer(self, wasAsked: pdu) { send(response) }
    case .unreadableRequest(let error): send(error)
    case .command(let pdu): owner?.bearer(self, wasTold: pdu)
    case .values(let values, let isIndication):
      if isIndication { watchDeadline() }
      owner?.bearer(self, received: values, isIndication: isIndication)
    case .confirmation: owner?.bearerWasConfirmed(self)
    case .nothing: break
    case .violation(let rule): end(.violation(rule))
    }
  }

  private func send(_ pdu: ATTPDU) { socket?.send(pdu.encoded()) }

  /// One alarm at most: a deadline that moved later finds it too early and is set again.
  private func watchDeadline() {
    guard alarm == nil, let deadline = dialogue.deadline else { return }
    alarm = loop.alarm(at: deadline) { [weak self] in self?.deadlineCame() }
  }

  private func deadlineCame() {
    alarm = nil
    guard let deadline = dialogue.deadline else { return }
    guard deadline <= .now else { return watchDeadline() }
    end(dialogue.hasFailedToConfirm(at: .now) ? .unconfirmed : .unanswered)
  }
}
