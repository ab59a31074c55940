import AccountSession
import BluetoothWire
import JSON
import SQLite
import Testing

@testable import Accessories

/// An accessory forgets what was confirmed. So nothing is confirmed that the disk does not have.
@Suite("An indicated weighing")
struct ConfirmationTests {
  private static let receipt = ValueReceipt(number: 7)
  private static let confirmation = RadioCommand.confirm(Peers.scale, receipt)

  private static func weighing(
    _ fiveGrams: UInt16 = 14_460, second: UInt8 = 31, user: UInt8? = 1,
    receipt: ValueReceipt = receipt
  ) -> RadioEvent {
    let time = CalendarTime(year: 2026, month: 11, day: 18, hour: 7, minute: 30, second: second)
    return .value(
      Peers.scale, AccessoryProfile.weight,
      WeightMeasurement.encoded(fiveGrams: fiveGrams, at: time, user: user), receipt: receipt)
  }

  private func linkedScale(
    limits: AccessoryLimits = .usual
  ) async throws -> (AccessoryFixture, AccessoryFixture.Owner) {
    let fixture = try AccessoryFixture(limits: limits)
    let owner = try fixture.owner()
    await fixture.linkScale(owner)
    _ = fixture.radio.taken()
    return (fixture, owner)
  }

  /// From now on the writer cannot keep a measurement, as when the disk is full; or it can again.
  private func setWritable(_ isWritable: Bool, _ fixture: AccessoryFixture) throws {
    _ = try fixture.writer.perform {
      isWritable
        ? try $0.execute("ALTER TABLE withheld RENAME TO measurement")
        : try $0.execute("ALTER TABLE measurement RENAME TO withheld")
    }
  }

  @Test("is confirmed after the commit that has it, and not before")
  func afterCommit() async throws {
    let (fixture, owner) = try await linkedScale()
    // While the writer is busy with this piece, nothing is committed.
    let early = try fixture.writer.perform {
      [accessories = fixture.accessories, radio = fixture.radio] _ in
      accessories.links.act { $0.hear(Self.weighing(), at: $1) }
      return radio.taken()
    }
    #expect(early.isEmpty)
    fixture.settle()
    #expect(fixture.radio.taken() == [Self.confirmation])
    #expect(try fixture.values(.weight, of: owner) == [72_300])
  }

  @Test("is not confirmed when it could not be kept, until it could")
  func failedCommit() async throws {
    let (fixture, owner) = try await linkedScale()
    try setWritable(false, fixture)
    fixture.hear(Self.weighing())
    fixture.pass(.seconds(1))
    #expect(fixture.radio.taken().isEmpty)
    try setWritable(true, fixture)
    fixture.pass(.seconds(1))
    #expect(fixture.radio.taken() == [Self.confirmation])
    #expect(try fixture.values(.weight, of: owner) == [72_300])
  }

  @Test("that a crash lost is said again, and kept once")
  func crash() async throws {
    let (fixture, owner) = try await linkedScale()
    try setWritable(false, fixture)
    fixture.hear(Self.weighing())
    #expect(fixture.radio.taken().isEmpty)
    try setWritable(true, fixture)
    let second = try AccessoryFixture(after: fixture)
    #expect(try second.values(.weight, of: owner).isEmpty)
    second.hear(.linked(Peers.scale, encryption: Peers.unauthenticated))
    _ = second.radio.taken()
    // It never heard of the first, and hears of the second only after a third time.
    for number in 8...10 {
      second.hear(Self.weighing(receipt: ValueReceipt(number: UInt64(number))))
    }
    #expect(
      second.radio.taken()
        == (8...10).map { .confirm(Peers.scale, ValueReceipt(number: $0)) })
    #expect(try second.values(.weight, of: owner) == [72_300])
  }

  @Test("that the filter would take for a repetition is still not confirmed before it is kept")
  func repeatedUnkept() async throws {
    let (fixture, owner) = try await linkedScale()
    try setWritable(false, fixture)
    fixture.hear(
      Self.weighing(), .disconnected(Peers.scale))
    fixture.pass(.seconds(1))
    fixture.hear(.linked(Peers.scale, encryption: Peers.unauthenticated))
    _ = fixture.radio.taken()
    fixture.hear(Self.weighing(receipt: ValueReceipt(number: 8)))
    #expect(fixture.radio.taken().isEmpty)
    try setWritable(true, fixture)
    fixture.pass(.seconds(1))
    #expect(fixture.radio.taken().last == .confirm(Peers.scale, ValueReceipt(number: 8)))
    #expect(try fixture.values(.weight, of: owner) == [72_300])
  }

  @Test("that is not to be kept is confirmed at once: another person's, and what is malformed")
  func nothingToKeep() async throws {
    let (fixture, owner) = try await linkedScale()
    fixture.hear(
      Self.weighing(user: 2),
      .value(Peers.scale, AccessoryProfile.weight, [0xFF], receipt: Self.receipt))
    #expect(fixture.radio.taken() == [Self.confirmation, Self.confirmation])
    #expect(try fixture.values(.weight, of: owner).isEmpty)
  }

  @Test("that comes too fast is not confirmed, and comes again")
  func tooFast() async throws {
    var limits = AccessoryLimits.usual
    limits.indicationBurst = 2
    let (fixture, owner) = try await linkedScale(limits: limits)
    for second in 1...3 {
      fixture.hear(Self.weighing(14_460 + UInt16(second), second: UInt8(second)))
    }
    #expect(fixture.radio.taken() == [Self.confirmation, Self.confirmation])
    fixture.pass(.seconds(1))
    fixture.hear(Self.weighing(14_463, second: 3))
    #expect(fixture.radio.taken() == [Self.confirmation])
    #expect(try fixture.values(.weight, of: owner) == [72_305, 72_310, 72_315])
  }

  @Test("is not asked for while the scale is nobody's yet")
  func whileLinking() async throws {
    let fixture = try AccessoryFixture()
    let owner = try fixture.owner()
    await fixture.linkScale(owner)
    let plans = fixture.radio.taken().compactMap {
      if case .link(_, let plan) = $0 { plan } else { nil }
    }
    #expect(plans.map { $0.subscriptions.contains(AccessoryProfile.weight) } == [false, true])
    #expect(plans.first?.needs.contains(AccessoryProfile.weight) == true)
  }
}
