package import BluetoothWire
package import Kernel

/// Who is told what the kernel says. All calls come on the loop.
package protocol ManagementClientOwner: AnyObject {
  func client(
    _ client: ManagementClient, told event: ManagementEvent, of controller: ControllerIndex)
  /// The socket is closed, and what was asked will not be answered. Told once, unless the owner closed it itself.
  func clientEnded(_ client: ManagementClient)
}

/// What came of a command.
package enum ManagementReply: Hashable, Sendable {
  case done([UInt8])
  case refused(ManagementStatus)
}

/// The control socket's one reader: asks, and gives each answer to whoever asked and each event to the owner.
///
/// An answer names only its command and controller. So the same command to the same controller goes out one after the other, and a
/// kernel that leaves one unanswered is asked nothing more on this socket: its late answer would be taken for another's.
package final class ManagementClient: PacketReceiver {
  private var socket: PacketSocket?
  private let loop: RadioLoop
  private weak var owner: (any ManagementClientOwner)?
  /// The first of each is with the kernel.
  private var questions: [Question: [Errand]] = [:]

  private struct Question: Hashable {
    let opcode: ManagementOpcode
    let controller: ControllerIndex
  }

  private struct Errand {
    let command: ManagementCommand
    let patience: Duration
    let then: (ManagementReply) -> Void
    var alarm: RadioLoop.Alarm?
  }

  /// Controllers that take their time answer within two seconds each thing that a command comes to.
  package static let usualPatience: Duration = .seconds(30)

  /// - Parameter owner: not kept alive by the client.
  package init(
    _ descriptor: consuming Descriptor, on loop: RadioLoop, owner: any ManagementClientOwner
  ) throws(KernelError) {
    self.loop = loop
    self.owner = owner
    socket = try PacketSocket(descriptor, on: loop, receiver: self)
  }

  /// - Parameters:
  ///   - patience: after this the kernel counts as broken, and the client ends.
  ///   - then: called on the loop, later; not at all when the client ends before.
  package func send(
    _ command: ManagementCommand, to controller: ControllerIndex,
    patience: Duration = usualPatience, then: @escaping (ManagementReply) -> Void = { _ in }
  ) {
    let question = Question(opcode: command.opcode, controller: controller)
    questions[question, default: []].append(
      Errand(command: command, patience: patience, then: then))
    if questions[question]?.count == 1 { ask(question) }
  }

  /// Closes at once. Nobody is told.
  package func close() {
    socket?.close()
    for errand in questions.values.flatMap(\.self) {
      if let alarm = errand.alarm { loop.cancel(alarm) }
    }
    questions = [:]
  }

  private func ask(_ question: Question) {
    guard let errand = questions[question]?.first else { return }
    questions[question]?[0].alarm = loop.alarm(at: .now + errand.patience) { [weak self] in
      self?.end()
    }
    socket?.send(errand.command.packet(to: question.controller).encoded())
  }

  package func socket(_ socket: PacketSocket, received packet: [UInt8]) {
    // What this version cannot read is about nothing that it asked for.
    guard let packet = try? ManagementPacket(parsing: packet),
      let event = try? ManagementEvent(parsing: packet)
    else { return }
    if case .answer(let opcode, let status, let reply) = event {
      let question = Question(opcode: opcode, controller: packet.controller)
      return answer(question, status == .success ? .done(reply) : .refused(status))
    }
    owner?.client(self, told: event, of: packet.controller)
  }

  private func answer(_ question: Question, _ reply: ManagementReply) {
    guard var waiting = questions[question], !waiting.isEmpty else { return }
    let errand = waiting.removeFirst()
    questions[question] = waiting.isEmpty ? nil : waiting
    if let alarm = errand.alarm { loop.cancel(alarm) }
    ask(question)
    errand.then(reply)
  }

  package func socket(_ socket: PacketSocket, ended end: PacketSocketEnd) { self.end() }

  private func end() {
    close()
    owner?.clientEnded(self)
  }
}
