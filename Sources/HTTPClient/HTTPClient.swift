package import HTTP

/// A client of one server: blocking, one request at a time, on a connection that is kept. Belongs to one thread.
package final class HTTPClient {
  package struct Settings: Sendable {
    /// For finding the address, connecting to one, and agreeing on keys: each.
    package var connectTimeout: Duration = .seconds(10)
    /// How long the server may be silent, or not read.
    package var patience: Duration = .seconds(30)
    /// A PEM file of certificates to trust instead of the system's.
    package var authorities: String?
    /// Plain HTTP to another machine; to this one it is always allowed.
    package var allowsPlain = false
    package var userAgent = "lanyard"
    /// Bytes that may be on their way to this client; nil leaves it to the kernel. A small window makes a slow phone: what the server
    /// sends waits at the server.
    package var window: Int32?
    /// Bytes of a body that is kept in memory.
    package var mostBody = 16 << 20
    package init() {}
  }

  package let origin: Origin
  package let settings: Settings
  /// Sent as `Authorization: Bearer …`.
  package var token: String?
  private var wire: Wire?

  /// Connects when it is first needed.
  package init(_ origin: Origin, _ settings: Settings = Settings()) {
    self.origin = origin
    self.settings = settings
  }

  /// The answer to a request, whatever its status.
  ///
  /// - Parameter sent: told how many bytes of the body have been handed to the network.
  package func send(
    _ request: ClientRequest, sent: (Int64) -> Void = { _ in }
  ) throws(HTTPClientError) -> ClientResponse {
    var body: [UInt8] = []
    let head = try exchange(request, sent: sent) { (head, piece) throws(HTTPClientError) in
      guard body.count + piece.count <= settings.mostBody else {
        throw .tooLong(limit: settings.mostBody)
      }
      body += piece
      return true
    }
    return ClientResponse(head: head, body: body)
  }

  /// Sends a request and hands on the body in pieces as they come, until there are no more or `take` returns false.
  ///
  /// - Parameter take: called for each piece, never empty; the head is the same each time.
  package func exchange(
    _ request: ClientRequest, sent: (Int64) -> Void = { _ in },
    take: (ResponseHead, [UInt8]) throws(HTTPClientError) -> Bool
  ) throws(HTTPClientError) -> ResponseHead {
    let wire = try connected()
    wire.patience = request.patience ?? settings.patience
    // Taken out: whatever goes wrong from here on, this connection is not used again.
    self.wire = nil
    var exchange = Exchange(wire: wire, request: request, client: self)
    let head = try exchange.head(sent: sent)
    let isFinished = try exchange.body(of: head) { (piece) throws(HTTPClientError) in
      try take(head, piece)
    }
    if isFinished, head.keepsAlive, exchange.isSent { self.wire = wire }
    return head
  }

  /// The kept connection while it is good, else a new one.
  private func connected() throws(HTTPClientError) -> Wire {
    if let wire, !wire.isStale { return wire }
    wire = nil
    return try Wire(to: origin, settings)
  }
}
