package import HTTP
package import JSON

/// A refusal of the server: an RFC 9457 problem document, or what can be said without one.
package struct RemoteProblem: Hashable, Sendable, CustomStringConvertible {
  package let status: Status
  /// The last part of the type's URI; empty when there was no document.
  package let slug: String
  package let title: String
  package let detail: String?
  /// All members, the standard ones included.
  package let members: JSONObject
  /// Seconds, when the server says when to come again.
  package let retryAfter: Int?

  package init(_ response: ClientResponse) {
    status = response.status
    retryAfter = response["retry-after"].flatMap(Int.init)
    // A body that is no JSON is no problem document; the status alone then tells.
    guard response["content-type"]?.hasPrefix("application/problem+json") == true,
      case .object(let members)? = try? JSONValue.parsed(response.body)
    else {
      (slug, detail, members) = ("", nil, JSONObject())
      let reason = "\(response.status.reason)"
      title =
        "The server answered \(response.status.rawValue)\(reason.isEmpty ? "" : " \(reason)")."
      return
    }
    self.members = members
    slug = members.text("type").flatMap { $0.split(separator: ":").last.map(String.init) } ?? ""
    title = members.text("title") ?? "The server answered \(response.status.rawValue)."
    detail = members.text("detail")
  }

  /// Title and detail, as sentences.
  package var description: String { detail.map { "\(title) \($0)" } ?? title }
}

extension JSONObject {
  /// The text of a member; nil when it is not there or no text.
  fileprivate func text(_ name: String) -> String? {
    if case .string(let text)? = self[name] { text } else { nil }
  }
}
