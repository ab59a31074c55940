/// A response encoded when something was published, or decided, and sent many times. Immutable; copies share its bytes.
package struct PreparedResponse: Sendable {
  /// Bodies from here on are sent from where they lie, smaller ones are copied behind their head.
  package static let largeBody = 16 << 10

  package let status: Status
  /// The fields of the 304, the response's own fields, and the body. Side by side, because they are seldom in the processor's
  /// cache: one stretch comes faster than three.
  package let bytes: [UInt8]
  /// Of the 304 that answers a matching If-None-Match, with the empty line; empty when there is no entity tag.
  package let notModifiedFields: Range<Int>
  /// All but Date and Connection, with the empty line.
  package let fields: Range<Int>
  package var body: Range<Int> { fields.upperBound..<bytes.count }
  /// Of a large body only: so that a copy of a small response counts one reference.
  package let keepsake: Keepsake?
  /// With its quotes; empty when there is none.
  private let entityTag: Range<Int>

  package init(_ response: Response) {
    var bytes: [UInt8] = []
    if response.etag != nil { ResponseEncoder.appendNotModifiedFields(of: response, to: &bytes) }
    notModifiedFields = 0..<bytes.count
    ResponseEncoder.appendFields(
      of: response, contentLength: Int64(response.body.count), to: &bytes)
    fields = notModifiedFields.upperBound..<bytes.count
    // The 304 ends with the tag and two line ends.
    let tagEnd = max(0, notModifiedFields.upperBound - 4)
    entityTag = tagEnd - (response.etag?.utf8.count ?? 0)..<tagEnd
    status = response.status
    keepsake = response.body.count >= Self.largeBody ? Keepsake() : nil
    self.bytes = bytes + response.body
  }

  /// What the request's conditions on the entity tag come to. Most requests have none, and then the bytes are not looked at.
  package func condition(of request: Request) -> Condition {
    guard !entityTag.isEmpty, status == .ok, request.isConditional else { return .holds }
    return bytes.withUnsafeBytes {
      Condition(request, UnsafeRawBufferPointer(rebasing: $0[entityTag]))
    }
  }
}
