import AccountSession
import JSON
import SQLite

/// Whose measurements are: the look-ups behind a guess, and the owner's correction of it.
enum AttributionStore {
  static let migration = """
    -- 0 when anybody nearby could have made it up. It stays so for ever.
    ALTER TABLE measurement ADD COLUMN is_authenticated BIGINT NOT NULL DEFAULT 1;
    -- 0 the owner, 1 somebody else; and how that is known.
    ALTER TABLE measurement ADD COLUMN person BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE measurement ADD COLUMN person_basis TEXT NOT NULL DEFAULT 'link';
    UPDATE measurement SET is_authenticated = 0, person_basis = 'guess' WHERE accessory IN
      (SELECT device FROM accessory WHERE profile = 'broadcast_scale');
    DROP INDEX measurement_taken;
    -- With value and accessory, so that a chart reads this index and no row.
    CREATE INDEX measurement_taken
      ON measurement (account, kind, person, taken_at, fingerprint, value, accessory);
    """

  /// From stepping on to the last of its values, a weighing lasts no longer; nor does the next person step on sooner.
  static let weighingLength: Duration = .seconds(20)

  /// Who stood on a scale that did not say. What belongs to a weight is of whoever had that weight.
  static func guess(
    _ new: Measurement, of account: AccountID, in transaction: Transaction
  ) throws -> Attribution {
    guard new.kind == .weight else {
      return try ofSameWeighing(new, of: account, in: transaction)
        ?? Attribution(person: .owner, basis: .guess)
    }
    let day: Int64 = 86_400_000
    let last = try transaction.first(
      """
      SELECT value, taken_at FROM measurement
      WHERE account = $1 AND kind = $2 AND person = 0 AND taken_at <= $3
      ORDER BY taken_at DESC LIMIT 1
      """, account, new.kind.code, new.takenAt.milliseconds
    ) { (grams: $0.int(0), daysAgo: (new.takenAt.milliseconds - $0.int(1)) / day) }
    return Attribution(person: WeightGuess.person(new.value, last: last), basis: .guess)
  }

  private static func ofSameWeighing(
    _ new: Measurement, of account: AccountID, in transaction: Transaction
  ) throws -> Attribution? {
    try transaction.first(
      """
      SELECT person, person_basis FROM measurement
      WHERE account = $1 AND kind = $2 AND person IN (0, 1) AND taken_at >= $3 AND taken_at <= $4
        AND accessory = $5
      ORDER BY taken_at DESC LIMIT 1
      """, account, MeasurementKind.weight.code,
      (new.takenAt - weighingLength).milliseconds, (new.takenAt + weighingLength).milliseconds,
      new.accessory
    ) { Attribution(person: $0.int(0), basis: $0.text(1)) }
  }

  enum Correction: Sendable {
    case made
    case notThere
    /// Nobody stood on anything to make it.
    case notOfAScale
  }

  /// Takes the owner's word for who stood on the scale, for all that this weighing measured.
  static func correct(
    _ id: MeasurementID, to person: Attribution.Person, of account: AccountID,
    in transaction: Transaction
  ) throws -> Correction {
    let row = try transaction.first(
      """
      SELECT accessory, taken_at, person_basis FROM measurement
      WHERE account = $1 AND kind = $2 AND fingerprint = $3
      """, account, id.kind.code, id.fingerprint
    ) { (accessory: DeviceID(number: $0.int(0)), takenAt: Timestamp(milliseconds: $0.int(1))) }
    guard let row else { return .notThere }
    guard id.kind.isWeighing else { return .notOfAScale }
    let (from, to) = (row.takenAt - weighingLength, row.takenAt + weighingLength)
    for kind in MeasurementKind.allCases where kind != .battery {
      try transaction.execute(
        """
        UPDATE measurement SET person = $1, person_basis = $2
        WHERE account = $3 AND kind = $4 AND person IN (0, 1) AND taken_at >= $5
          AND taken_at <= $6 AND accessory = $7
        """, person.code, Attribution.Basis.owner.rawValue, account, kind.code, from.milliseconds,
        to.milliseconds, row.accessory)
      for quarter in Set([from, to].map(MeasurementStore.quarter(of:))) {
        try MeasurementStore.sumUp(
          quarter, kind, of: account, row.accessory, in: transaction)
      }
    }
    return .made
  }
}

extension Attribution {
  /// As a row has it. What a later version wrote and this one does not know is a guess.
  init(person: Int64, basis: String) {
    self.init(
      person: Person.allCases.first { $0.code == person } ?? .other,
      basis: Basis(rawValue: basis) ?? .guess)
  }
}
