/// An RFC 9457 problem document. `type` is stable: clients switch on it.
package struct Problem: Sendable {
  package var status: Status
  /// The last part of the type's URI: `urn:lanyard:problem:<slug>`.
  package var slug: String
  package var title: String
  package var detail: String?
  /// Further members, each a complete JSON value.
  package var members: [(name: String, json: [UInt8])] = []
  package var headers: [(name: StaticString, value: String)] = []

  package init(_ status: Status, _ slug: String, _ title: String, detail: String? = nil) {
    self.status = status
    self.slug = slug
    self.title = title
    self.detail = detail
  }

  /// `application/problem+json`, never stored by caches.
  package var response: Response {
    var body = Array("{".utf8)
    append("type", text: "urn:lanyard:problem:\(slug)", to: &body)
    append("title", text: title, to: &body)
    append("status", Array(String(status.rawValue).utf8), to: &body)
    if let detail { append("detail", text: detail, to: &body) }
    for member in members { append(member.name, member.json, to: &body) }
    body.append(UInt8(ascii: "}"))
    return Response(
      status,
      headers: [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
        + headers,
      body: body)
  }

  private func append(_ name: String, text: String, to body: inout [UInt8]) {
    append(name, Problem.quoted(text), to: &body)
  }

  private func append(_ name: String, _ json: [UInt8], to body: inout [UInt8]) {
    if body.count > 1 { body.append(UInt8(ascii: ",")) }
    body += Problem.quoted(name)
    body.append(UInt8(ascii: ":"))
    body += json
  }

  /// A JSON string. This target knows no other JSON.
  private static func quoted(_ text: String) -> [UInt8] {
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        bytes += (byte < 0x10 ? "\\u000" : "\\u00").utf8
        bytes += String(byte, radix: 16).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    return bytes
  }
}
