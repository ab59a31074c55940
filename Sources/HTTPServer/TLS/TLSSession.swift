import COpenSSL

/// The encrypted side of one connection. It never touches the socket: records come and go through the loop's channel.
final class TLSSession {
  private let session: OpaquePointer
  private let channel: TLSChannel

  enum Step {
    case done
    /// The peer has to say more.
    case needsMore
    /// The peer is gone, or says what it may not.
    case failed
  }

  /// Nil for want of memory.
  init?(_ context: TLSContext, _ channel: TLSChannel) {
    guard let session = SSL_new(context.context) else { return nil }
    guard let transport = channel.makeTransport() else {
      SSL_free(session)
      return nil
    }
    SSL_set_bio(session, transport, transport)
    SSL_set_accept_state(session)
    // One read for a record, not one for its header and one for its body.
    SSL_set_read_ahead(session, 1)
    self.session = session
    self.channel = channel
  }

  deinit { SSL_free(session) }

  func shakeHands(_ connection: Connection) -> Step {
    ERR_clear_error()
    return channel.with(connection) { step(SSL_do_handshake(session)) }
  }

  /// Decrypts what is there, until it is full or the peer has to say more. `connection.mayRead` and
  /// `peerFinished` tell the rest.
  /// - Returns: how many bytes came; nil when the peer says what it may not.
  func read(_ connection: Connection, into bytes: UnsafeMutableRawBufferPointer) -> Int? {
    ERR_clear_error()
    return channel.with(connection) {
      var filled = 0
      while filled < bytes.count {
        var count = 0
        let result = SSL_read_ex(
          session, bytes.baseAddress.map { $0 + filled }, bytes.count - filled, &count)
        guard result == 1 else { return end(connection, result, filled) }
        filled += count
        if connection.socketIsDry, SSL_has_pending(session) == 0 {
          connection.mayRead = false
          break
        }
      }
      return filled
    }
  }

  private func end(_ connection: Connection, _ result: Int32, _ count: Int) -> Int? {
    connection.mayRead = false
    switch SSL_get_error(session, result) {
    case SSL_ERROR_WANT_READ: return count
    case SSL_ERROR_ZERO_RETURN:
      connection.peerFinished = true
      return count
    // What was said before the peer went is still answered.
    case _ where connection.peerFinished: return count
    default: return nil
    }
  }

  /// Encrypts, behind the records that wait in the channel.
  /// - Returns: false when the session is over.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard !bytes.isEmpty else { return true }
    // Complaints are left to whoever asks next: here it is enough that there is one.
    var count = 0
    return SSL_write_ex(session, bytes.baseAddress, bytes.count, &count) == 1
  }

  /// Tells the peer that no more will come, so that it can tell our end from a cut.
  func sayGoodbye() {
    ERR_clear_error()
    // 0 says that the peer has not said it yet, for which nobody waits.
    _ = SSL_shutdown(session)
  }

  private func step(_ result: Int32) -> Step {
    guard result != 1 else { return .done }
    return SSL_get_error(session, result) == SSL_ERROR_WANT_READ ? .needsMore : .failed
  }
}
