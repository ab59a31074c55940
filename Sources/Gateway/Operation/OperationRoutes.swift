import HTTP

/// `/healthz`, `/readyz` and `/metrics`, on a listener of their own that only this machine reaches.
struct OperationRoutes {
  let readiness: Readiness
  let metrics: @Sendable () -> MetricsText

  var all: [Route] {
    [
      // A process that answers is alive; whether it can serve is another question, and restarting it is no answer to that.
      open("/healthz") { _ in Self.text(.ok, "alive\n") },
      open("/readyz") { [readiness] _ in
        switch readiness.state {
        case .starting: Self.text(.serviceUnavailable, "starting\n")
        // Without a radio everything else is served; so it is ready, and says what is missing.
        case .ready: Self.text(.ok, "ready\n" + (readiness.remark.map { "but: \($0)\n" } ?? ""))
        case .draining: Self.text(.serviceUnavailable, "draining\n")
        }
      },
      open("/metrics") { [metrics] _ in
        .now(
          Response(
            .ok,
            headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
            body: metrics().bytes))
      },
    ]
  }

  private func open(
    _ pattern: StaticString, _ handler: @escaping (Request) -> Answer
  ) -> Route {
    Route(
      .get, pattern, declared: ["authentication": "none", "limit": "loopback listener"],
      handler: handler)
  }

  private static func text(_ status: Status, _ words: String) -> Answer {
    .now(
      Response(
        status,
        headers: [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")],
        body: [UInt8](words.utf8)))
  }
}
