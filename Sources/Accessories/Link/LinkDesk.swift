import AccountSession
import Cryptography
import HTTP
import JSON
import SQLite
import Synchronization

/// The one place that acts on links: it holds the book, and does what the book decides.
///
/// Loops, the writer's thread and the radio's reader all come here, and none of them waits: each changes the book under a lock for
/// the length of one call, and one of them, whoever comes first, does what is to be done, in the order in which it was decided.
final class LinkDesk: Sendable {
  let desk: AccountDesk
  private let radio: any AccessoryRadio
  let sealing: SealingKey
  private let inbox: MeasurementInbox
  private let state: Mutex<State>

  private struct State {
    var book: LinkBook
    var work: [Work] = []
    /// Somebody is doing the work, and will see what is added to it.
    var isWorking = false
    var listener: Task<Void, Never>?
  }

  /// An action, or what only an owner asks for and has an answer.
  private enum Work: Sendable {
    case act(LinkAction)
    case insert(
      LinkProgress, Caller, request: UInt64,
      @Sendable (Result<LinkProgress, Writer.Failure>) -> Void)
  }

  init(
    desk: AccountDesk, radio: any AccessoryRadio, sealing: SealingKey, inbox: MeasurementInbox,
    limits: AccessoryLimits
  ) {
    self.desk = desk
    self.radio = radio
    self.sealing = sealing
    self.inbox = inbox
    state = Mutex(State(book: LinkBook(limits: limits)))
  }

  // MARK: Its life

  /// Waits for the database: never on a loop. What is listened to before is lost.
  func start() throws {
    let now = desk.clock.now
    let (linked, bonds, strays) = try desk.writer.perform { [self] transaction in
      for var link in try LinkStore.unfinished(in: transaction) {
        let peer = link.profile?.isConnected == true ? link.peer : nil
        link.state = LinkAttempt.refused(.interrupted).name
        link.refusal = .interrupted
        try end(link, dropping: peer, at: now, in: transaction)
      }
      return (
        try AccessoryStore.all(openedBy: sealing, in: transaction),
        try BondStore.all(openedBy: sealing, in: transaction),
        try BondStore.strays(in: transaction)
      )
    }
    act { $0.begin(linked, bonds: bonds, dropping: strays, at: $1) }
    let listener = Task { [self] in await listen() }
    state.withLock { $0.listener = listener }
  }

  private func listen() async {
    for await event in radio.events { act { $0.hear(event, at: $1) } }
    guard !Task.isCancelled else { return }
    act { $0.radioIsGone(at: $1) }
  }

  func tick() { act { $0.tick(at: $1) } }

  /// Hears nothing more, and writes what has changed of late.
  func stop() {
    state.withLock { $0.listener.take() }?.cancel()
    act { [.radio(.stopDiscovery)] + $0.traces(at: $1) }
  }

  // MARK: What owners ask for

  /// Opens an attempt; `then` runs after its row is durable, on the writer's thread.
  func open(
    _ opening: LinkBook.Opening, request: UInt64,
    then: @escaping @Sendable (Result<LinkProgress, Writer.Failure>) -> Void
  ) throws(LinkBook.OpeningRefusal) {
    let now = desk.clock.now
    let refusal = change { state -> LinkBook.OpeningRefusal? in
      switch state.book.open(opening, at: now) {
      case .failure(let refusal): return refusal
      case .success(let (progress, actions)):
        state.work.append(.insert(progress, opening.caller, request: request, then))
        state.work += actions.map { .act($0) }
        return nil
      }
    }
    if let refusal { throw refusal }
  }

  func answer(
    _ answer: PairingAnswer, to link: LinkID, of account: AccountID
  ) -> LinkBook.AnswerOutcome {
    decide { $0.answer(answer, to: link, of: account, at: $1) }
  }

  /// See `LinkBook.cancel`.
  func cancel(_ link: LinkID, of account: AccountID) -> Bool? {
    decide { $0.cancel(link, of: account, at: $1) }
  }

  /// `then` runs after the commit, on the writer's thread, with false when the account has no such accessory.
  func change(
    _ device: DeviceID, _ change: AccessoryChange, by caller: Caller,
    then: @escaping @Sendable (Result<Bool, Writer.Failure>) -> Void
  ) {
    desk.writer.submit { [desk, sealing] transaction in
      try desk.confirm(caller, in: transaction)
      let account = caller.account
      guard try AccessoryStore.isLinked(device, to: account, in: transaction) else { return false }
      if let key = change.key,
        try !AccessoryStore.keep(key, of: device, sealedBy: sealing, in: transaction)
      {
        throw BodyMistake("key", "only for what was linked with one")
      }
      guard let name = change.name else { return true }
      return try desk.rename(device, of: account, to: name, in: transaction)
    } then: { [self] (result: Result<Bool, Writer.Failure>) in
      if case .success(true) = result, let key = change.key {
        act { book, _ in
          book.take(key, for: device)
          return []
        }
      }
      then(result)
    }
  }

  /// Ends ownership in one transaction, whether the accessory is there or not; `then` runs after it, on the writer's thread, with
  /// false when the account has none such.
  func unlink(
    _ device: DeviceID, by caller: Caller, request: UInt64,
    then: @escaping @Sendable (Result<Bool, Writer.Failure>) -> Void
  ) {
    let now = desk.clock.now
    desk.writer.submit { [self] transaction in
      try desk.confirm(caller, in: transaction)
      let account = caller.account
      guard let removed = try AccessoryStore.remove(device, of: account, in: transaction) else {
        return false
      }
      try desk.releaseAccessory(device, of: account, in: transaction)
      if removed.isConnected {
        try BondStore.letGo(of: removed.peer, at: now, in: transaction)
      }
      try desk.audit(
        AuditRecord(
          actor: account, subject: account, action: "accessory.unlink", result: .done,
          note: "\(device)", requestID: request), in: transaction)
      return true
    } then: { [self] (result: Result<Bool, Writer.Failure>) in
      if case .success(true) = result { act { $0.unlinked(device, at: $1) } }
      then(result)
    }
  }

  /// Reads the book without changing it.
  func read<R: Sendable>(_ body: (LinkBook, Timestamp) -> R) -> R {
    let now = desk.clock.now
    return state.withLock { body($0.book, now) }
  }

  // MARK: Deciding and doing

  func act(_ body: (inout LinkBook, Timestamp) -> [LinkAction]) {
    decide { ((), body(&$0, $1)) }
  }

  private func decide<R: Sendable>(_ body: (inout LinkBook, Timestamp) -> (R, [LinkAction])) -> R {
    let now = desk.clock.now
    return change { state in
      let (result, actions) = body(&state.book, now)
      state.work += actions.map { .act($0) }
      return result
    }
  }

  private func change<R: Sendable>(_ body: (inout State) -> R) -> R {
    let (result, isOurs) = state.withLock { state in
      let result = body(&state)
      let isOurs = !state.isWorking && !state.work.isEmpty
      if isOurs { state.isWorking = true }
      return (result, isOurs)
    }
    if isOurs {
      while let work = nextWork() { work.forEach(perform) }
    }
    return result
  }

  private func nextWork() -> [Work]? {
    state.withLock { state in
      state.isWorking = !state.work.isEmpty
      defer { state.work = [] }
      return state.isWorking ? state.work : nil
    }
  }

  private func perform(_ work: Work) {
    switch work {
    case .insert(let progress, let caller, let request, let then):
      insert(progress, by: caller, request: request, then: then)
    case .act(.radio(let command)): radio.send(command)
    case .act(.measure(let measurements, let peer, let waiting)):
      inbox.add(measurements) { [self] in
        if waiting != .nothing { act { $0.kept(waiting, of: peer, at: $1) } }
      }
    case .act(let action): write(action)
    }
  }
}
