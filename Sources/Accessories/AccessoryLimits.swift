/// Every bound of this room, with its unit; what waits, waits no longer, and what grows, grows no further.
package struct AccessoryLimits: Hashable, Sendable {
  /// How long an attempt waits for an accessory of its kind to be seen.
  package var discovery: Duration = .seconds(120)
  /// From the command to the radio until the accessory asks to be paired.
  package var connecting: Duration = .seconds(30)
  /// How long the owner has to answer, to press the button or to step on the scale (AL-02).
  package var ownerWindow: Duration = .seconds(30)
  /// From the owner's answer to an encrypted link, and from there until everything was read.
  package var interrogation: Duration = .seconds(30)

  /// How long an accessory may be silent in the middle of a conversation.
  package var silence: Duration = .seconds(60)

  /// Unfinished attempts of one account.
  package var attemptsPerAccount = 4
  /// Unfinished attempts in all.
  package var attempts = 32
  /// Attempts that one account may open in `attemptPeriod`.
  package var attemptsPerPeriod = 60
  package var attemptPeriod: Duration = .seconds(3_600)

  /// Accessories without an owner that are remembered at a time.
  package var sightings = 128
  /// An accessory that was not seen for so long is no longer nearby.
  package var sightingLife: Duration = .seconds(30)

  /// Measurements of one kind that one accessory may bring at once, and per second after that.
  package var measurementBurst = 60
  package var measurementsPerSecond = 1.0
  /// Indicated values that one accessory may bring at once: what a scale has kept while nobody listened is far less.
  package var indicationBurst = 1_000
  /// Measurements that wait for the writer at a time; the oldest are dropped beyond that, and counted.
  package var waitingMeasurements = 4_096

  /// Reads of measurements under way or waiting for the archive; more are answered 503.
  package var waitingReads = 16
  /// Rows in one answer of an export.
  package var exportRows = 50_000

  package static let usual = AccessoryLimits()
}
