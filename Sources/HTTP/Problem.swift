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
  package var response: Response { fatalError("unbuilt") }
}
