import BluetoothHost
import BluetoothWire
import Kernel

/// An accessory's end of one connection: a real ATT server on a real socket.
final class PeerConnection: ATTBearerOwner {
  private let model: any AccessoryModel
  private let loop: RadioLoop
  private let security: LinkSecurity
  private let misdeed: Misdeed?
  private let ended: () -> Void
  private var server = AttributeServer()
  private var bearer: ATTBearer?
  /// The first is on its way while the bearer waits for its confirmation.
  private var indications: [SentValue] = []
  private var requests = 0

  /// Indications that wait for the client's confirmations; like every accessory, it drops what is too much.
  private static let mostWaiting = 128

  /// - Parameter ended: told once when the client has gone; not when this end closes.
  init(
    _ descriptor: consuming Descriptor, to model: any AccessoryModel, on loop: RadioLoop,
    security: LinkSecurity, misdeed: Misdeed?, ended: @escaping () -> Void
  ) throws(KernelError) {
    self.model = model
    self.loop = loop
    self.security = security
    self.misdeed = misdeed
    self.ended = ended
    bearer = try ATTBearer(descriptor, on: loop, owner: self)
  }

  /// Sends each value the way the client asked for, or not at all.
  func send(_ values: [SentValue]) {
    guard let bearer else { return }
    for value in values {
      let way = model.table.configuration(of: value.handle)
      if way.contains(.notifications) {
        bearer.notify(value.handle, value.bytes)
      } else if way.contains(.indications), indications.count < PeerConnection.mostWaiting {
        indications.append(value)
      }
    }
    indicateNext()
  }

  func close() {
    bearer?.close()
    bearer = nil
    model.table.endSubscriptions()
  }

  private func indicateNext() {
    guard let bearer, bearer.canIndicate, let value = indications.first else { return }
    bearer.indicate(value.handle, value.bytes)
  }

  // MARK: - What the bearer tells

  func bearer(_ bearer: ATTBearer, wasAsked request: ATTPDU) -> ATTPDU? {
    requests += 1
    if let misdeed, misbehave(misdeed, asked: request, bearer) { return nil }
    let response = serve(bearer) { server, table, circumstance in
      server.response(to: request, from: &table, circumstance) { model.refusal(of: $1, at: $0) }
    }
    if case (.writeRequest(let handle, let value), .writeResponse) = (request, response) {
      wasWritten(value, at: handle)
    }
    return response
  }

  func bearer(_ bearer: ATTBearer, wasTold command: ATTPDU) {
    let isDone = serve(bearer) { server, table, circumstance in
      server.take(command, into: &table, circumstance) { model.refusal(of: $1, at: $0) }
    }
    if case (.writeCommand(let handle, let value), true) = (command, isDone) {
      wasWritten(value, at: handle)
    }
  }

  /// The accessory answers after the response, which is on its way when this returns.
  private func wasWritten(_ value: [UInt8], at handle: AttributeHandle) {
    loop.alarm(at: .now) { [weak self] in
      guard let self else { return }
      send(model.answer(to: value, at: handle))
    }
  }

  /// On a copy of the table, because the model looks at its own while it is asked about a write.
  private func serve<R>(
    _ bearer: ATTBearer,
    _ body: (inout AttributeServer, inout AttributeTable, AttributeServer.Circumstance) -> R
  ) -> R {
    var table = model.table
    defer { model.table = table }
    return body(&server, &table, .init(mtu: bearer.mtu, security: security))
  }

  func bearerWasConfirmed(_ bearer: ATTBearer) {
    model.wasConfirmed(indications.removeFirst())
    indicateNext()
  }

  func bearer(_ bearer: ATTBearer, ended end: ATTBearerEnd) {
    close()
    ended()
  }

  /// It asks nothing.
  func bearer(_ bearer: ATTBearer, answered answer: ATTPDU) {}
  func bearer(
    _ bearer: ATTBearer, received values: [ATTPDU.AttributeValue], isIndication: Bool
  ) {
    if isIndication { bearer.confirm() }
  }

  // MARK: - Misbehaving

  /// - Returns: true when the request has had all the answer that it gets.
  private func misbehave(_ misdeed: Misdeed, asked request: ATTPDU, _ bearer: ATTBearer) -> Bool {
    switch misdeed {
    case .hangsUp(let most):
      guard requests > most else { return false }
      // Not from within the call: the bearer is still busy with the packet.
      loop.alarm(at: .now) { [weak self] in
        self?.close()
        self?.ended()
      }
      return true
    case .answers(request.opcode, let bytes):
      bearer.sendRaw(bytes)
      return true
    case .ignores(request.opcode):
      return true
    case .hasNoEnd:
      guard let answer = PeerConnection.endless(request) else { return false }
      bearer.sendRaw(answer.encoded())
      return true
    case .floods(let count):
      for _ in 0..<count { bearer.sendRaw(ATTPDU.notification(.last, [0]).encoded()) }
      return false
    case .changesAlways:
      let handle = model.table.handle(of: .serviceChanged, in: .genericAttribute)
      send([SentValue(handle, [0x01, 0x00, 0xFF, 0xFF])])
      return false
    case .answers, .ignores:
      return false
    }
  }

  /// Always one thing more, one handle further.
  private static func endless(_ request: ATTPDU) -> ATTPDU? {
    switch request {
    case .readByGroupTypeRequest(let first, _, _):
      return .readByGroupTypeResponse([.init(.init(first, first), [0x0F, 0x18])])
    default:
      return nil
    }
  }
}
