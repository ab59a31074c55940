import COpenSSL

/// The client's side of TLS, between bytes for the application and bytes for the wire. It touches no socket.
///
/// Always verified: the chain against the trusted certificates, the name against the certificate. There is no switch.
final class TLSSession {
  /// Which certificates are trusted to name servers.
  enum Outcome {
    case done(Int)
    /// More bytes from the wire are needed.
    case wantsBytes
    /// The peer said that no more will come.
    case closed
  }

  private let context: OpaquePointer
  private let session: OpaquePointer
  /// Owned by the session.
  private let (incoming, outgoing): (OpaquePointer, OpaquePointer)

  /// - Parameter authorities: a PEM file of trusted certificates instead of the system's.
  init(host: String, authorities: String?) throws(TLSFailure) {
    guard let context = SSL_CTX_new(TLS_client_method()) else { throw TLSFailure.last }
    guard
      SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil) == 1,
      authorities.map({ SSL_CTX_load_verify_locations(context, $0, nil) })
        ?? SSL_CTX_set_default_verify_paths(context) == 1
    else {
      let failure = TLSFailure.last
      SSL_CTX_free(context)
      throw failure
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    guard let session = SSL_new(context), let incoming = BIO_new(BIO_s_mem()),
      let outgoing = BIO_new(BIO_s_mem())
    else { preconditionFailure("OpenSSL has no memory for a session") }
    SSL_set_bio(session, incoming, outgoing)
    self.context = context
    self.session = session
    (self.incoming, self.outgoing) = (incoming, outgoing)
    SSL_set_connect_state(session)
    try expect(host)
  }

  deinit {
    SSL_free(session)
    SSL_CTX_free(context)
  }

  /// The name that the certificate must have, told to the server as well (SNI), unless it is an address.
  private func expect(_ host: String) throws(TLSFailure) {
    let parameters = SSL_get0_param(session)
    if X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1 { return }
    // The failed attempt has left its error in OpenSSL's queue.
    ERR_clear_error()
    X509_VERIFY_PARAM_set_hostflags(
      parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
    let isNamed = host.withCString { name in
      SSL_set1_host(session, name) == 1
        && SSL_ctrl(
          session, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name),
          UnsafeMutableRawPointer(mutating: name)) == 1
    }
    guard isNamed else { throw TLSFailure.last }
  }

  func handshake() throws(TLSFailure) -> Outcome {
    ERR_clear_error()
    return try outcome(of: SSL_do_handshake(session))
  }

  /// Decrypted bytes into `buffer`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TLSFailure) -> Outcome {
    ERR_clear_error()
    return try outcome(
      of: SSL_read(session, buffer.baseAddress, Int32(clamping: buffer.count)))
  }

  /// Encrypts all of it.
  func write(_ bytes: UnsafeRawBufferPointer) throws(TLSFailure) {
    ERR_clear_error()
    // A memory BIO takes everything, so a write is never in part.
    guard SSL_write(session, bytes.baseAddress, Int32(bytes.count)) == Int32(bytes.count) else {
      throw TLSFailure.last
    }
  }

  /// Bytes that came on the wire.
  func feed(_ bytes: UnsafeRawBufferPointer) {
    let count = BIO_write(incoming, bytes.baseAddress, Int32(bytes.count))
    precondition(count == Int32(bytes.count), "a memory BIO takes everything")
  }

  /// Bytes for the wire, empty when there are none.
  func drain() -> [UInt8] {
    let count = Int(BIO_ctrl_pending(outgoing))
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, Int(BIO_read(outgoing, buffer.baseAddress, Int32(count))))
    }
  }

  private func outcome(of result: Int32) throws(TLSFailure) -> Outcome {
    if result > 0 { return .done(Int(result)) }
    switch SSL_get_error(session, result) {
    case SSL_ERROR_WANT_READ: return .wantsBytes
    case SSL_ERROR_ZERO_RETURN: return .closed
    default:
      let verdict = SSL_get_verify_result(session)
      guard verdict == Int(X509_V_OK) else {
        throw TLSFailure(reason: String(cString: X509_verify_cert_error_string(verdict)))
      }
      throw TLSFailure.last
    }
  }
}

/// What OpenSSL had against it.
struct TLSFailure: Error, Hashable {
  let reason: String

  /// The oldest error in OpenSSL's queue, which is the cause of the others.
  static var last: TLSFailure {
    let code = ERR_get_error()
    guard code != 0, let reason = ERR_reason_error_string(code) else {
      return TLSFailure(reason: "the TLS connection failed")
    }
    return TLSFailure(reason: String(cString: reason))
  }
}
