import HTTP

/// Which route answers a request, and whether its body may come.
extension Loop {
  /// - Returns: nil when the request was answered here. A body that is on its way is then not read: the connection ends.
  func findRoute(_ connection: Connection, _ head: RequestHead, _ exchange: Exchange) -> Int? {
    if connection.isSurplus {
      refuse(connection, Problem.tooManyConnections, exchange)
      return nil
    }
    switch routes.match(request) {
    case .route(let index):
      guard head.body != .none, let problem = problem(of: head, at: routes.routes[index]) else {
        return index
      }
      refuse(connection, problem, exchange)
    case .noMethod(let allow) where head.method == .options:
      let response = Response(.noContent, headers: [("Allow", allow)])
      respondWithoutReadingBody(connection, response, head, exchange)
    case .noPath where head.method == .options && request.path == "*":
      respondWithoutReadingBody(connection, Response(.noContent), head, exchange)
    case .noMethod(let allow):
      var problem = Problem(
        .methodNotAllowed, "method-not-allowed", "This resource does not know the method.")
      problem.headers = [("Allow", allow)]
      respondWithoutReadingBody(connection, problem.response, head, exchange)
    case .noPath:
      let problem = Problem(.notFound, "not-found", "There is nothing at this path.")
      respondWithoutReadingBody(connection, problem.response, head, exchange)
    }
    return nil
  }

  /// Why the route does not take the body that the head speaks of.
  private func problem(of head: RequestHead, at route: Route) -> Problem? {
    if case .length(let length) = head.body, length > Int64(route.bodyLimit) {
      return ParseRefusal.bodyTooLarge.problem
    }
    if head.body == .chunked, route.bodyLimit == 0 { return ParseRefusal.bodyTooLarge.problem }
    if let type = route.contentType, !request.hasContentType(type) {
      return Problem(
        .unsupportedMediaType, "unsupported-media-type",
        "The body is not of the type that this resource takes.", detail: "It takes \(type).")
    }
    return nil
  }

  private func respondWithoutReadingBody(
    _ connection: Connection, _ response: Response, _ head: RequestHead, _ exchange: Exchange
  ) {
    var exchange = exchange
    if head.body != .none { exchange.serverCloses = true }
    respond(connection, response, exchange)
  }

  /// Answers with a problem and closes: nobody knows, or wants to know, where the next request begins.
  func refuse(_ connection: Connection, _ problem: Problem, _ exchange: Exchange? = nil) {
    var exchange = exchange ?? connection.phase.exchange ?? Exchange.unknown
    exchange.serverCloses = true
    leavePhase(connection)
    connection.phase = .receivingHead
    connection.inbox = []
    respond(connection, problem.response, exchange)
  }
}
