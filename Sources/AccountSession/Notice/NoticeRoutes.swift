import HTTP
import JSON

/// `/v1/notices`: the long poll and the stream. Both read from the database by cursor, so nothing is lost across a
/// reconnect or a restart; the feed only says when to look.
struct NoticeRoutes {
  let desk: AccountDesk
  let gate: SessionGate

  var all: [Route] {
    [
      gate.route(.get, "/v1/notices", AccessRule(scope: .sync), handler: poll),
      gate.route(.get, "/v1/notices/stream", AccessRule(scope: .sync), handler: stream),
    ]
  }

  private func poll(_ request: Request, _ session: Session) -> Answer {
    guard let cursor = request.cursor("after", known: ["after", "wait"]) else {
      return .now(Problem.badQuery("after", "the cursor of the last answer").response)
    }
    let longest = Int64(AccountPolicy.longestWait.components.seconds)
    guard let wait = Int64(request.query("wait") ?? "0"), (0...longest).contains(wait) else {
      return .now(Problem.badQuery("wait", "0 to \(longest) seconds").response)
    }
    if let answer = notices(to: session.account, after: cursor) { return .now(answer) }
    let nothing = Self.page([], cursor: cursor)
    guard wait > 0 else { return .now(nothing) }
    return .wait(
      WaitAnswer(
        topic: session.account.topic, authority: authority(of: session), longest: .seconds(wait),
        ready: { [self, account = session.account] in notices(to: account, after: cursor) },
        timeIsUp: { nothing }, refused: Problem.notSignedIn.response))
  }

  /// Nil when there is none.
  private func notices(to account: AccountID, after cursor: Int64) -> Response? {
    do {
      let notices = try NoticeDesk.notices(
        to: account, after: cursor, now: gate.now, from: gate.reader)
      guard let last = notices.last else { return nil }
      return Self.page(notices, cursor: last.id)
    } catch {
      return Problem.unreadable.response
    }
  }

  private static func page(_ notices: [Notice], cursor: Int64) -> Response {
    .json(
      .ok,
      Array("{\"notices\":[".utf8) + Array(notices.map(\.json).joined(separator: ",".utf8))
        + Array("],\"cursor\":\(cursor)}".utf8))
  }

  /// A stream begins after the id that the client saw last, or with what is kept when it names none.
  private func stream(_ request: Request, _ session: Session) -> Answer {
    let seen = request.header("last-event-id") ?? request.query("after") ?? "0"
    guard let cursor = Int64(seen), cursor >= 0, request.queryNames.allSatisfy({ $0 == "after" })
    else {
      return .now(Problem.badQuery("after", "the id of the last event").response)
    }
    return .stream(
      StreamAnswer(
        cursor: cursor, topic: session.account.topic, authority: authority(of: session)
      ) { [gate, account = session.account] cursor in
        // Nothing is lost when the storage does not answer: the next poke asks again from the same cursor.
        let notices = try? NoticeDesk.notices(
          to: account, after: cursor, now: gate.now, from: gate.reader)
        return (notices ?? []).map(\.event)
      })
  }

  private func authority(of session: Session) -> Authority {
    Authority(lease: session.lease) { [gate] in gate.renew(session)?.lease }
  }
}
