import HTTPServer

/// Numbers as Prometheus reads them, in its text format 0.0.4. No label ever holds an account, an address or a path.
struct MetricsText: Sendable {
  private(set) var text = ""

  var bytes: [UInt8] { [UInt8](text.utf8) }

  enum Kind: String {
    case counter
    case gauge
  }

  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
    add(name, kind, help, values: [("", value)])
  }

  /// - Parameter values: labels as `class="2xx"`, empty for none.
  mutating func add(
    _ name: String, _ kind: Kind, _ help: String, values: [(labels: String, value: Int)]
  ) {
    text += "# HELP lanyard_\(name) \(help)\n# TYPE lanyard_\(name) \(kind.rawValue)\n"
    for (labels, value) in values {
      text += "lanyard_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
    }
  }

  mutating func add(_ server: ServerCounters) {
    add("connections_open", .gauge, "Connections open now.", server.connectionsOpen)
    add(
      "connections_accepted_total", .counter, "Connections accepted.",
      server.connectionsAccepted)
    add(
      "connections_refused_total", .counter, "Connections refused because there were too many.",
      server.connectionsRefused)
    add("requests_total", .counter, "Requests read.", server.requests)
    add(
      "responses_total", .counter, "Responses by the first digit of their status.",
      values: server.responsesByClass.enumerated().dropFirst().map { digit, count in
        ("class=\"\(digit)xx\"", count)
      })
    add("sent_bytes_total", .counter, "Bytes sent to clients.", server.bytesSent)
    add("streams_open", .gauge, "Notice streams open now.", server.streamsOpen)
  }

  mutating func add(_ delivery: DeliveryCounters) {
    add(
      "messages_total", .counter, "Messages to people, by what became of them.",
      values: [
        ("outcome=\"carried\"", delivery.carried), ("outcome=\"retried\"", delivery.retried),
        ("outcome=\"failed\"", delivery.failed), ("outcome=\"dropped\"", delivery.dropped),
      ])
  }
}
