package import HTTP
package import JSON

/// What is asked of a server.
package struct ClientRequest: Sendable {
  package enum Body: Sendable {
    case none
    case bytes([UInt8], type: String)
    /// A stretch of a file, sent as it is read.
    case file(path: String, range: Range<Int64>, type: String)
  }

  package var method: HTTP.Method
  /// Percent-encoded path and query, from its slash on.
  package var target: String
  /// Host, Authorization, User-Agent, Accept, Content-Type, Content-Length and Connection are the client's.
  package var headers: [(name: String, value: String)]
  package var body: Body
  /// How long the server may be silent, in place of the client's own patience; for requests that wait there.
  package var patience: Duration?

  package init(
    _ method: HTTP.Method, _ target: String, headers: [(name: String, value: String)] = [],
    body: Body = .none, patience: Duration? = nil
  ) {
    precondition(target.hasPrefix("/"), "a target begins with a slash: \(target)")
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.patience = patience
  }

  package init(_ method: HTTP.Method, _ target: String, json: JSONValue) {
    self.init(method, target, body: .bytes(json.encoded(), type: "application/json"))
  }

  /// `text` with everything but unreserved characters percent-encoded: for one segment of a path, or one value of a query.
  package static func escaped(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        escaped += byte < 0x10 ? "%0" : "%"
        escaped += String(byte, radix: 16, uppercase: true)
      }
    }
    return escaped
  }
}
