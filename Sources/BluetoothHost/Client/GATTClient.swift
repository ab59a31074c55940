package import BluetoothWire
package import Kernel

/// Who uses a GATT client. All calls come on the loop.
package protocol GATTClientOwner: AnyObject {
  /// A characteristic sent its value by itself.
  /// - Parameter isIndication: the peer waits for `GATTClient.confirm`; without it the connection ends within 30 seconds.
  func client(
    _ client: GATTClient, received value: [UInt8], of characteristic: RemoteCharacteristic,
    in service: RemoteService, isIndication: Bool)
  /// The peer's attributes are others now: what was asked is abandoned, and has to be discovered anew.
  func clientLostDatabase(_ client: GATTClient)
  /// Told once, unless the owner closed it itself. What was asked is abandoned.
  func client(_ client: GATTClient, ended end: ATTBearerEnd)
}

/// The client's half of a connection: asks one thing after the other, and knows what the peer has.
package final class GATTClient: ATTBearerOwner {
  private var bearer: ATTBearer?
  private weak var owner: (any GATTClientOwner)?
  package private(set) var database = GATTDatabase()
  /// For the next connection with the same peer; nil when it has no hash. Only of a bonded peer can it be relied on.
  package private(set) var snapshot: DatabaseSnapshot?
  private var queue: [any GATTErrand] = []
  private var current: (any GATTErrand)?
  private var databasesLost = 0
  /// Where the peer tells of changes; still known while what has changed is discovered anew, because it may change again.
  private var changes: AttributeHandle?

  private var table: AttributeTable
  private var server = AttributeServer()
  private let security: LinkSecurity

  /// A peer whose attributes change more often on one connection is not spoken to any more.
  package static let mostDatabasesLost = 8
  /// Things that wait to be asked.
  private static let longestQueue = 256

  /// Offers our MTU at once; what is asked meanwhile waits.
  /// - Parameters:
  ///   - table: what this end serves to the peer.
  ///   - owner: not kept alive by the client.
  package init(
    _ descriptor: consuming Descriptor, security: LinkSecurity, serving table: AttributeTable,
    on loop: RadioLoop, owner: any GATTClientOwner
  ) throws(KernelError) {
    self.security = security
    self.table = table
    self.owner = owner
    bearer = try ATTBearer(descriptor, on: loop, owner: self)
    bearer?.exchangeMTU()
  }

  /// Bytes.
  package var mtu: Int { bearer?.mtu ?? ATTPDU.smallestMTU }

  // MARK: - Asking

  /// Discovers everything, and remembers it.
  /// - Parameter known: of a connection before; when the peer's hash is the same, nothing is discovered.
  package func discover(
    knowing known: DatabaseSnapshot? = nil,
    then: @escaping (Result<GATTDatabase, GATTFault>) -> Void
  ) {
    perform(
      { _ in HashReading() },
      then: { [weak self] result in
        switch result {
        case .success(let hash): self?.discover(hash: hash, knowing: known, then: then)
        case .failure(let fault): then(.failure(fault))
        }
      })
  }

  private func discover(
    hash: [UInt8]?, knowing known: DatabaseSnapshot?,
    then: @escaping (Result<GATTDatabase, GATTFault>) -> Void
  ) {
    if let known, known.hash == hash {
      snapshot = known
      adopt(known.database)
      return then(.success(known.database))
    }
    perform(
      { _ in DatabaseDiscovery() },
      then: { [weak self] result in
        if case .success(let database) = result {
          self?.snapshot = hash.map { DatabaseSnapshot(hash: $0, database: database) }
          self?.adopt(database)
        }
        then(result)
      })
  }

  private func adopt(_ database: GATTDatabase) {
    self.database = database
    let changes = database.characteristic(
      AttributeUUID(.serviceChanged), in: AttributeUUID(.genericAttribute))
    self.changes = changes?.valueHandle
    // A server that refuses to tell of changes has none, or none on a connection of this kind.
    if let changes { subscribe(to: changes) { _ in } }
  }

  package func read(
    _ handle: AttributeHandle, then: @escaping (Result<[UInt8], GATTFault>) -> Void
  ) {
    perform({ ValueReading(of: handle, mtu: $0) }, then: then)
  }

  package func write(
    _ value: [UInt8], at handle: AttributeHandle,
    then: @escaping (Result<Void, GATTFault>) -> Void
  ) {
    perform({ ValueWriting(value, at: handle, mtu: $0) }, then: then)
  }

  /// Writes at once and without an answer, for characteristics that take nothing else.
  /// - Parameter value: fits one packet: at most `mtu - 3` bytes.
  package func command(_ value: [UInt8], at handle: AttributeHandle) {
    precondition(value.count <= mtu - 3, "a command is one packet")
    bearer?.tell(.writeCommand(handle, value))
  }

  /// Asks a characteristic to send by itself, by notification or indication as it offers.
  /// - Parameter then: told `.attributeNotFound` when it does neither.
  package func subscribe(
    to characteristic: RemoteCharacteristic,
    then: @escaping (Result<Void, GATTFault>) -> Void
  ) {
    let way = ClientConfiguration(offeredBy: characteristic.properties)
    guard way != [], let configuration = characteristic.configuration else {
      return then(.failure(.refused(.attributeNotFound, characteristic.valueHandle)))
    }
    write(way.encoded(), at: configuration, then: then)
  }

  /// Tells the peer that what it indicated last has arrived for good. Nothing happens when it waits for nothing.
  package func confirm() { bearer?.confirm() }

  /// Closes at once, in silence.
  package func close() {
    bearer?.close()
    forgetErrands { _ in }
  }

  /// - Parameter make: called when it is this procedure's turn, with the MTU of then.
  private func perform<P: GATTProcedure>(
    _ make: @escaping (Int) -> P, then: @escaping (Result<P.Outcome, GATTFault>) -> Void
  ) {
    guard bearer?.isOpen == true, queue.count < GATTClient.longestQueue else {
      return then(.failure(.abandoned))
    }
    queue.append(ProcedureErrand(make, then))
    startNext()
  }

  private func startNext() {
    guard current == nil, let bearer, bearer.canAsk, !queue.isEmpty else { return }
    let errand = queue.removeFirst()
    current = errand
    follow(errand.start(mtu: bearer.mtu))
  }

  private func follow(_ step: GATTErrandStep) {
    switch step {
    case .ask(let request): bearer?.ask(request)
    case .finished:
      current = nil
      startNext()
    case .violated(let rule):
      current = nil
      bearer?.end(.violation(rule))
    }
  }

  private func forgetErrands(_ tell: (any GATTErrand) -> Void) {
    let errands = (current.map { [$0] } ?? []) + queue
    current = nil
    queue = []
    for errand in errands { tell(errand) }
  }

  // MARK: - What the bearer tells

  package func bearer(_ bearer: ATTBearer, answered answer: ATTPDU) {
    // Without an errand it is the answer about the MTU, or about something that was abandoned.
    guard let current else { return startNext() }
    follow(current.advance(answer))
  }

  package func bearer(
    _ bearer: ATTBearer, received values: [ATTPDU.AttributeValue], isIndication: Bool
  ) {
    for value in values {
      if value.handle == changes {
        if isIndication { bearer.confirm() }
        loseDatabase(value.value)
      } else if let owner, let (service, characteristic) = database.holder(of: value.handle) {
        owner.client(
          self, received: value.value, of: characteristic, in: service, isIndication: isIndication)
      } else if isIndication {
        // Of nothing that is known here, but owed a confirmation all the same.
        bearer.confirm()
      }
      guard bearer.isOpen else { return }
    }
  }

  /// The range that changed is not looked at: finding out what of the rest still holds is more work than to ask again.
  private func loseDatabase(_ value: [UInt8]) {
    do throws(WireError) {
      _ = try ServiceChange(parsing: value)
    } catch {
      bearer?.end(.violation(error.description))
      return
    }
    databasesLost += 1
    guard databasesLost <= GATTClient.mostDatabasesLost else {
      bearer?.end(.violation("services that change without end"))
      return
    }
    database = GATTDatabase()
    snapshot = nil
    forgetErrands { $0.abandon() }
    owner?.clientLostDatabase(self)
  }

  package func bearer(_ bearer: ATTBearer, wasAsked request: ATTPDU) -> ATTPDU? {
    server.response(to: request, from: &table, circumstance(bearer)) { _, _ in .writeNotPermitted }
  }

  package func bearer(_ bearer: ATTBearer, wasTold command: ATTPDU) {
    server.take(command, into: &table, circumstance(bearer)) { _, _ in .writeNotPermitted }
  }

  private func circumstance(_ bearer: ATTBearer) -> AttributeServer.Circumstance {
    AttributeServer.Circumstance(mtu: bearer.mtu, security: security)
  }

  /// This end indicates nothing.
  package func bearerWasConfirmed(_ bearer: ATTBearer) {}

  package func bearer(_ bearer: ATTBearer, ended end: ATTBearerEnd) {
    forgetErrands { $0.abandon() }
    owner?.client(self, ended: end)
  }
}

extension GATTDatabase {
  fileprivate func holder(
    of handle: AttributeHandle
  ) -> (RemoteService, RemoteCharacteristic)? {
    guard let service = services.first(where: { $0.range.contains(handle) }),
      let characteristic = service.characteristics.first(where: { $0.valueHandle == handle })
    else { return nil }
    return (service, characteristic)
  }
}
