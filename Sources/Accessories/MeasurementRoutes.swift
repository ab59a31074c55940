import AccountSession
import HTTP
import JSON

/// `/v1/measurements`, for one loop. Everything is read off the loop, by the archive.
struct MeasurementRoutes {
  let links: LinkDesk
  let archive: MeasurementArchive
  let inbox: MeasurementInbox
  let limits: AccessoryLimits
  let gate: SessionGate

  private static let usualPage: Int64 = 100
  private static let longestPage: Int64 = 1_000
  private static let usualPoints: Int64 = 300
  private static let usualChart: Duration = .seconds(86_400)

  var all: [Route] {
    let rule = AccessRule(scope: .sync)
    return [
      gate.route(.get, "/v1/measurements", rule, handler: list),
      gate.route(.get, "/v1/measurements/chart", rule, handler: chart),
      gate.route(.get, "/v1/measurements/export", rule, handler: export),
      gate.route(
        .patch, "/v1/measurements/{measurement}", AccessRule(scope: .account), bodyLimit: 256,
        contentType: "application/json", handler: correct),
    ]
  }

  private func list(_ request: Request, _ session: Session) -> Answer {
    reading(request, session) { now throws(QueryMistake) in
      try request.refuseUnknown([
        "kind", "accessory", "person", "from", "to", "cursor", "limit",
      ])
      let query = try MeasurementQuery(request, of: session.account, now: now)
      let count = try request.number("limit", 1...Self.longestPage) ?? Self.usualPage
      return { archive in
        .json(.ok, MeasurementText.json(try await archive.page(of: query, count: Int(count))))
      }
    }
  }

  private func chart(_ request: Request, _ session: Session) -> Answer {
    reading(request, session) { now throws(QueryMistake) in
      try request.refuseUnknown(["kind", "accessory", "from", "to", "points"])
      var query = try MeasurementQuery(request, of: session.account, now: now)
      if request.query("from") == nil {
        query.from = max(query.to - Self.usualChart, Timestamp(milliseconds: 0))
      }
      guard query.from < query.to else { throw QueryMistake("to", "a time after from") }
      let points =
        try request.number("points", 1...Int64(ChartWidth.mostPoints)) ?? Self.usualPoints
      let width = ChartWidth(from: query.from, to: query.to, points: Int(points))
      (query.from, query.to) = (width.floor(query.from), width.ceiling(query.to))
      return { [query] archive in
        .json(
          .ok,
          MeasurementText.json(
            try await archive.buckets(of: query, width: width), of: query, width: width))
      }
    }
  }

  /// At most `limits.exportRows` rows; the header Link names the rest (RFC 8288).
  private func export(_ request: Request, _ session: Session) -> Answer {
    let names: [DeviceID: String]
    do {
      names = try links.desk.deviceNames(of: session.account, from: gate.reader)
    } catch {
      return .now(Problem.unreadable.response)
    }
    return reading(request, session) { [limits] now throws(QueryMistake) in
      try request.refuseUnknown([
        "kind", "accessory", "person", "from", "to", "cursor", "format",
      ])
      let query = try MeasurementQuery(request, of: session.account, now: now)
      guard let format = ExportFormat(rawValue: request.query("format") ?? "csv") else {
        throw QueryMistake("format", "csv or json")
      }
      return { archive in
        let page = try await archive.page(of: query, count: limits.exportRows)
        return Self.response(page, of: query, format, names: names)
      }
    }
  }

  /// The owner says who stood on the scale.
  private func correct(_ request: Request, _ session: Session) -> Answer {
    let person: Attribution.Person
    do {
      person = try Attribution.Person.parse(request.body)
    } catch {
      return .now(Problem.refusing(error).response)
    }
    guard let id = request.parameter("measurement").flatMap({ MeasurementID($0) }) else {
      return .now(Self.noSuchMeasurement.response)
    }
    let caller = session.caller
    return .later { [inbox] completion in
      inbox.correct(id, to: person, by: caller) { result in
        switch result {
        case .success(.made): completion.finish(Response(.noContent))
        case .success(.notThere): completion.finish(Self.noSuchMeasurement.response)
        case .success(.notOfAScale): completion.finish(Self.notOfAScale.response)
        case .failure(let failure): completion.finish(Problem.unwritten(failure).response)
        }
      }
    }
  }

  private enum ExportFormat: String, Sendable { case csv, json }

  private static func response(
    _ page: MeasurementArchive.Page, of query: MeasurementQuery, _ format: ExportFormat,
    names: [DeviceID: String]
  ) -> Response {
    let body: [UInt8]
    let type: String
    switch format {
    case .csv:
      (body, type) = (MeasurementText.csv(page.rows, names: names), "text/csv; charset=utf-8")
    case .json: (body, type) = (MeasurementText.json(page), "application/json")
    }
    let name = "\(query.kind.rawValue).\(format.rawValue)"
    var headers: [(name: StaticString, value: String)] = [
      ("Content-Type", type), ("Cache-Control", "no-store"),
      ("Content-Disposition", "attachment; filename=\"\(name)\""),
      ("X-Content-Type-Options", "nosniff"),
    ]
    if let next = page.next {
      headers.append(("Link", "<\(query.path(format.rawValue, after: next))>; rel=\"next\""))
    }
    return Response(.ok, headers: headers, body: body)
  }

  // MARK: Off the loop

  private typealias Reading = @Sendable (MeasurementArchive) async throws -> Response

  /// Parses on the loop, reads off it. What was asked for under a session that has changed meanwhile is not answered: the gate decides
  /// anew when it is asked again.
  private func reading(
    _ request: Request, _ session: Session, _ parse: (Timestamp) throws(QueryMistake) -> Reading
  ) -> Answer {
    let read: Reading
    do {
      read = try parse(gate.now)
    } catch {
      return .now(error.problem.response)
    }
    let lease = session.lease
    return .later { [archive] completion in
      guard archive.enter() else { return completion.finish(Self.busy.response) }
      Task {
        let response: Response
        do {
          response = try await read(archive)
        } catch {
          response = Problem.unreadable.response
        }
        archive.leave()
        completion.finish(lease.isCurrent ? response : Self.changed.response)
      }
    }
  }

  // MARK: Words

  private static let noSuchMeasurement = Problem(
    .notFound, "no-such-measurement", "The account has no such measurement.")
  private static let notOfAScale = Problem(
    .conflict, "not-of-a-scale", "What the accessory measures is its owner's.",
    detail: "Only who stood on a scale can be said.")
  private static var busy: Problem {
    var problem = Problem(.serviceUnavailable, "busy", "Too many measurements are being read.")
    problem.headers = [("Retry-After", "1")]
    return problem
  }
  private static var changed: Problem {
    var problem = Problem(
      .serviceUnavailable, "account-changed", "The account has changed meanwhile.",
      detail: "Ask again.")
    problem.headers = [("Retry-After", "0")]
    return problem
  }
}

extension Request {
  fileprivate func refuseUnknown(_ known: [String]) throws(QueryMistake) {
    let names = queryNames
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw QueryMistake(
        AccessoryFacts.fit(unknown) ?? "query", "known are \(known.joined(separator: ", "))")
    }
    if Set(names).count != names.count { throw QueryMistake("query", "each item once") }
  }

  fileprivate func number(
    _ name: String, _ range: ClosedRange<Int64>
  ) throws(QueryMistake) -> Int64? {
    guard let text = query(name) else { return nil }
    guard let number = Int64(text), range.contains(number) else {
      throw QueryMistake(name, "\(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  fileprivate func time(_ name: String) throws(QueryMistake) -> Timestamp? {
    guard let text = query(name) else { return nil }
    guard let time = Timestamp(rfc3339: text), time.milliseconds >= 0 else {
      throw QueryMistake(name, "a time with its zone, as 2026-11-24T05:00:00Z")
    }
    return time
  }
}

extension MeasurementQuery {
  fileprivate init(
    _ request: Request, of account: AccountID, now: Timestamp
  ) throws(QueryMistake) {
    let kinds = MeasurementKind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let kind = request.query("kind").flatMap(MeasurementKind.init(rawValue:)) else {
      throw QueryMistake("kind", "one of \(kinds)")
    }
    self.init(
      account: account, kind: kind, from: try request.time("from") ?? Timestamp(milliseconds: 0),
      // Clocks that are a little ahead are believed; so is what they have measured.
      to: try request.time("to") ?? now + Measurement.mostAhead)
    if let text = request.query("accessory") {
      guard let device = DeviceID(text) else { throw QueryMistake("accessory", "an accessory") }
      accessory = device
    }
    if let text = request.query("person") {
      guard let person = Attribution.Person(rawValue: text) else {
        throw QueryMistake("person", "owner or other")
      }
      self.person = person
    }
    if let text = request.query("cursor") {
      guard let cursor = MeasurementCursor(text) else {
        throw QueryMistake("cursor", "the next_cursor of an answer")
      }
      self.cursor = cursor
    }
  }

  /// The path of an export that goes on where this one ended.
  fileprivate func path(_ format: String, after cursor: MeasurementCursor) -> String {
    "/v1/measurements/export?format=\(format)&kind=\(kind.rawValue)"
      + (accessory.map { "&accessory=\($0)" } ?? "") + "&person=\(person.rawValue)"
      + "&from=\(from)&to=\(to)&cursor=\(cursor.text)"
  }
}
