/// Every number of sessions, devices and notices in one place; the page `AccountSession` prints the same table, and a test
/// compares the two. The numbers of credentials stand beside them in `Credential/`.
enum AccountPolicy {
  /// How long an access token opens doors (SE-04).
  static let accessLife: Duration = .seconds(600)
  /// A session that nobody refreshes for so long ends (SE-04).
  static let idleLife: Duration = .seconds(30 * 86_400)
  /// A session ends so long after its sign-in, however busy (SE-04).
  static let absoluteLife: Duration = .seconds(90 * 86_400)
  /// How long the predecessor of a refresh token still buys the same successor (RT-02).
  static let lostAnswerGrace: Duration = .seconds(10)
  /// How fresh a proof must be for what needs a step-up (SU-01).
  static let stepUpLife: Duration = .seconds(300)
  /// Sessions of one account at a time (SE-12).
  static let mostSessions = 20
  /// Phones and accessories of one account, so that what a session carries stays small.
  static let mostDevices = 64
  /// How long notices are kept.
  static let noticeLife: Duration = .seconds(30 * 86_400)
  /// Notices in one answer or one piece of a stream.
  static let noticesAtOnce = 50
  /// The longest long poll.
  static let longestWait: Duration = .seconds(60)
  /// How far back an account reads its security log (AU-05).
  static let logLife: Duration = .seconds(180 * 86_400)
  /// How long at most entries of the log wait for the next signature over it (AU-03).
  static let logSigned: Duration = .seconds(3_600)
  /// Records in one answer of a log.
  static let recordsAtOnce = 100
  /// Rows that one write looks at, and removes if they are over: what expires is swept by what comes after it.
  static let sweepStep = 16
  /// Refused authorisations that one loop writes to the log in a minute; more are counted (AU-01).
  static let refusalsLogged = 60

  /// How long a permit to reset a phone is good that is taken over a network (LK-04).
  static let onlinePermitLife: Duration = .seconds(900)
  /// The same of one that is carried to the phone by hand (LK-04).
  static let offlinePermitLife: Duration = .seconds(72 * 3_600)
  /// How long the owner of a lost phone has to think again before it can be let go (LK-06).
  static let releaseWait: Duration = .seconds(3_600)
  /// How long a phone is offered, when its owner does not say; ten minutes to seven days (LK-07).
  static let transferLife: Duration = .seconds(86_400)

  /// The same as lines of a page, in their order.
  static let table: [(name: String, value: String)] = [
    ("accessLife", text(accessLife)), ("idleLife", text(idleLife)),
    ("absoluteLife", text(absoluteLife)), ("lostAnswerGrace", text(lostAnswerGrace)),
    ("stepUpLife", text(stepUpLife)), ("mostSessions", "\(mostSessions)"),
    ("mostDevices", "\(mostDevices)"), ("noticeLife", text(noticeLife)),
    ("noticesAtOnce", "\(noticesAtOnce)"), ("longestWait", text(longestWait)),
    ("logLife", text(logLife)), ("logSigned", text(logSigned)),
    ("recordsAtOnce", "\(recordsAtOnce)"),
    ("sweepStep", "\(sweepStep)"), ("refusalsLogged", "\(refusalsLogged)"),
    ("onlinePermitLife", text(onlinePermitLife)),
    ("offlinePermitLife", text(offlinePermitLife)), ("releaseWait", text(releaseWait)),
    ("transferLife", text(transferLife)),
  ]

  /// In the largest unit that fits without a rest.
  static func text(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    for (unit, length) in [("d", Int64(86_400)), ("h", 3_600), ("min", 60)]
    where seconds % length == 0 {
      return "\(seconds / length) \(unit)"
    }
    return "\(seconds) s"
  }
}
