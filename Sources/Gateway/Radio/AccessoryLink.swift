import Accessories
import BluetoothHost
import BluetoothWire
import Kernel

/// What becomes of one connection.
enum LinkReport {
  /// `isIndication`: the accessory waits for `AccessoryLink.confirm`.
  case value(GATTPlan.Characteristic, [UInt8], isIndication: Bool)
  /// What the accessory has, for the next connection; nil when it may have something else by then.
  case discovered(DatabaseSnapshot?)
  case ready
  /// The connection is closed.
  case failed(LinkFailure)
  case lost
}

/// One connected accessory: discovers what it has, carries out the plan, and passes on what it sends.
final class AccessoryLink: GATTClientOwner {
  private let loop: RadioLoop
  private let report: (LinkReport) -> Void
  private var client: GATTClient?
  private var plan: GATTPlan
  private var course: PlanCourse
  /// Counts the courses begun, so that an answer of an earlier one is known.
  private var run = 0
  private var outOfSync = 0
  private var writing = Writing.nothing
  private var alarm: RadioLoop.Alarm?
  private var allowance = Allowance(most: 400, perSecond: 100, now: .now)

  /// A control point answers by an indication of its own, after or even before the answer to the write; the plan goes on when
  /// both are here.
  private enum Writing: Equatable {
    case nothing
    case waitingForWrite(GATTPlan.Characteristic)
    case waitingForIndication(GATTPlan.Characteristic)
  }

  /// From the connection, or from a new plan, until the plan is in place.
  private static let patience: Duration = .seconds(60)

  /// - Parameters:
  ///   - known: what the accessory had on a connection before.
  ///   - report: called on the loop, never from within the initialiser.
  init(
    _ descriptor: consuming Descriptor, security: LinkSecurity, plan: GATTPlan,
    knowing known: DatabaseSnapshot?, on loop: RadioLoop, report: @escaping (LinkReport) -> Void
  ) throws(KernelError) {
    self.loop = loop
    self.report = report
    self.plan = plan
    course = PlanCourse(plan)
    client = try GATTClient(
      descriptor, security: security, serving: .gateway(named: "Lanyard"), on: loop, owner: self)
    discover(knowing: known)
  }

  /// Carries out another plan on the same connection.
  func follow(_ plan: GATTPlan) {
    self.plan = plan
    if client?.database.services.isEmpty == false {
      begin()
      goOn()
    } else {
      discover()
    }
  }

  /// Writes beyond the plan.
  func write(_ write: GATTPlan.Write) {
    guard let client else { return }
    guard let found = client.database.find(write.target) else { return fail(.notThisModel) }
    // What takes only commands refuses a request.
    let takesCommands =
      found.properties.intersection([.write, .writeWithoutResponse]) == .writeWithoutResponse
    if takesCommands, write.value.count <= client.mtu - 3 {
      client.command(write.value, at: found.valueHandle)
    } else {
      client.write(write.value, at: found.valueHandle, then: continuation { _, _ in })
    }
  }

  /// The last indicated value is kept.
  func confirm() { client?.confirm() }

  /// Closes at once, without a report.
  func close() {
    run += 1
    client?.close()
    client = nil
    stopWaiting()
  }

  // MARK: - The plan

  private func begin() {
    run += 1
    course = PlanCourse(plan)
    writing = .nothing
    stopWaiting()
    alarm = loop.alarm(at: .now + AccessoryLink.patience) { [weak self] in self?.fail(.timedOut) }
  }

  private func discover(knowing known: DatabaseSnapshot? = nil) {
    begin()
    client?.discover(
      knowing: known,
      then: continuation { link, _ in
        link.report(.discovered(link.client?.snapshot))
        link.goOn()
      })
  }

  private func goOn() {
    guard let client else { return }
    guard let step = course.next() else {
      stopWaiting()
      return report(.ready)
    }
    guard let found = client.database.find(step.characteristic) else { return doWithout(step) }
    switch step {
    case .find: goOn()
    case .read(let characteristic):
      client.read(
        found.valueHandle,
        then: continuation { link, value in
          link.report(.value(characteristic, value, isIndication: false))
          link.goOn()
        })
    case .subscribe:
      client.subscribe(to: found, then: continuation { link, _ in link.goOn() })
    case .write(let write):
      let isAnswered =
        found.properties.contains(.indicate) && plan.subscriptions.contains(write.target)
      writing = isAnswered ? .waitingForWrite(write.target) : .nothing
      client.write(
        write.value, at: found.valueHandle,
        then: continuation { link, _ in
          if case .waitingForWrite(let target) = link.writing {
            link.writing = .waitingForIndication(target)
          } else {
            link.goOn()
          }
        })
    }
  }

  /// What to do with an outcome, unless the course it belongs to is over by then.
  private func continuation<Outcome>(
    _ body: @escaping (AccessoryLink, Outcome) -> Void
  ) -> (Result<Outcome, GATTFault>) -> Void {
    { [weak self, run] result in
      guard let self, run == self.run else { return }
      switch result {
      case .success(let outcome): body(self, outcome)
      case .failure(.refused(let code, _)): wasRefused(code)
      // The client ends the connection, or has told that the attributes changed, and reports that itself.
      case .failure(.violation), .failure(.abandoned): break
      }
    }
  }

  private func wasRefused(_ code: ATTErrorCode) {
    switch code {
    case .databaseOutOfSync where outOfSync < GATTClient.mostDatabasesLost:
      outOfSync += 1
      discover()
    case .keySizeTooShort: fail(.keyTooShort)
    case .insufficientEncryption: fail(.keyMissing)
    // It wants a bond that proves more than the one we have.
    case .insufficientAuthentication, .insufficientAuthorization: fail(.pairingRejected)
    default: course.current.map(doWithout) ?? fail(.notThisModel)
    }
  }

  private func doWithout(_ step: PlanCourse.Step) {
    if plan.optional.contains(step.characteristic) { goOn() } else { fail(.notThisModel) }
  }

  private func fail(_ failure: LinkFailure) {
    close()
    report(.failed(failure))
  }

  private func stopWaiting() {
    if let alarm { loop.cancel(alarm) }
    alarm = nil
  }

  // MARK: - What the client tells

  func client(
    _ client: GATTClient, received value: [UInt8], of characteristic: RemoteCharacteristic,
    in service: RemoteService, isIndication: Bool
  ) {
    guard let subscription = plan.subscription(to: characteristic, in: service) else {
      if isIndication { client.confirm() }
      return
    }
    guard allowance.take(at: .now) else {
      return fail(.protocolViolation("more than 100 values a second"))
    }
    report(.value(subscription, value, isIndication: isIndication))
    switch writing {
    case .waitingForWrite(subscription): writing = .nothing
    case .waitingForIndication(subscription):
      writing = .nothing
      goOn()
    case .nothing, .waitingForWrite, .waitingForIndication: break
    }
  }

  func clientLostDatabase(_ client: GATTClient) { discover() }

  func client(_ client: GATTClient, ended end: ATTBearerEnd) {
    close()
    switch end {
    // What was not confirmed the accessory says again on its next connection.
    case .peerGone, .failed, .unconfirmed: report(.lost)
    case .unanswered: report(.failed(.timedOut))
    case .violation(let rule): report(.failed(.protocolViolation(rule)))
    }
  }
}
