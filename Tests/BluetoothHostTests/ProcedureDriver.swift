import BluetoothHost
import BluetoothWire

/// Runs a procedure against answers, without a socket.
struct ProcedureDriver {
  /// What it asked, in order.
  var asked: [ATTPDU] = []

  /// - Returns: what the procedure came to; nil when `answer` had no more.
  mutating func run<P: GATTProcedure>(
    _ procedure: P, answer: (ATTPDU) -> ATTPDU?
  ) -> Result<P.Outcome, GATTFault>? {
    var procedure = procedure
    var step = procedure.start()
    while true {
      switch step {
      case .done(let outcome): return .success(outcome)
      case .stopped(let fault): return .failure(fault)
      case .ask(let request):
        asked.append(request)
        guard let answer = answer(request) else { return nil }
        step = procedure.advance(answer)
      }
    }
  }

  /// Runs it against a table, as seen through a link.
  mutating func run<P: GATTProcedure>(
    _ procedure: P, on table: inout AttributeTable, mtu: Int = 23, security: LinkSecurity = .none
  ) -> Result<P.Outcome, GATTFault>? {
    var server = AttributeServer()
    var served = table
    let result = run(procedure) { request in
      // Through bytes both ways, as on a link.
      guard let read = try? ATTPDU(parsing: request.encoded()), request.encoded().count <= mtu
      else { return nil }
      let response = server.response(
        to: read, from: &served, .init(mtu: mtu, security: security)
      ) { _, _ in nil }
      guard response.encoded().count <= mtu else { return nil }
      return try? ATTPDU(parsing: response.encoded())
    }
    table = served
    return result
  }
}

/// The answers in turn, then none.
func answers(_ list: ATTPDU...) -> (ATTPDU) -> ATTPDU? {
  var rest = list[...]
  return { _ in rest.popFirst() }
}

extension LinkSecurity {
  static let encrypted = LinkSecurity(isEncrypted: true, isAuthenticated: false, keySize: 16)
  static let authenticated = LinkSecurity(isEncrypted: true, isAuthenticated: true, keySize: 16)
}

/// Whether a procedure ended because the server said what no server may say.
func isViolation<Outcome>(_ result: Result<Outcome, GATTFault>?) -> Bool {
  if case .failure(.violation) = result { true } else { false }
}
