/// A response encoded when something was published and sent many times: immutable, shared by all loops.
package final class PreparedResponse: Sendable {
  package let status: Status
  /// Status line and all headers but Date and Connection, each ended by CRLF, without the empty line.
  package let head: [UInt8]
  package let body: [UInt8]
  /// The head of the 304 that answers a matching If-None-Match; nil when there is no entity tag.
  package let notModifiedHead: [UInt8]?
  /// With its quotes.
  package let etag: [UInt8]?

  package init(_ response: Response) {
    status = response.status
    var head: [UInt8] = []
    ResponseEncoder.append(response, contentLength: Int64(response.body.count), to: &head)
    self.head = head
    body = response.body
    etag = response.etag.map { Array($0.utf8) }
    notModifiedHead = response.etag.map { _ in
      var head: [UInt8] = []
      ResponseEncoder.appendNotModified(response, to: &head)
      return head
    }
  }
}
