import COpenSSL

/// What all TLS connections of a loop have in common: the certificate, and what may be negotiated. One thread's own.
final class TLSContext {
  /// Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
  private static let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"
  private static let groups = "X25519:P-256:P-384"
  /// Seconds. Tickets of TLS 1.2 are only as secret as their key, which lives as long as the identity.
  private static let ticketLifetime = 3_600

  let context: OpaquePointer

  init(_ identity: TLSIdentity) throws(TLSFailure) {
    ERR_clear_error()
    guard let context = SSL_CTX_new(TLS_server_method()) else { throw TLSFailure(.certificate) }
    self.context = context
    setUp(identity)
    try use(certificatePEM: identity.certificatePEM)
    try use(keyPEM: identity.keyPEM)
    guard SSL_CTX_check_private_key(context) == 1 else { throw TLSFailure(.key) }
  }

  deinit { SSL_CTX_free(context) }

  private func setUp(_ identity: TLSIdentity) {
    let isSetUp =
      lanyard_ssl_least_version(context, TLS1_2_VERSION) == 1
      && SSL_CTX_set_cipher_list(context, TLSContext.ciphers) == 1
      && lanyard_ssl_groups(context, TLSContext.groups) == 1
      && lanyard_ssl_ticket_keys(
        context, identity.ticketKeys, Int32(identity.ticketKeys.count)) == 1
      && SSL_CTX_set_session_id_context(context, Array("lanyard".utf8), 7) == 1
      && SSL_CTX_set_num_tickets(context, 1) == 1
    precondition(isSetUp, "OpenSSL 3 knows these: \(TLSFailure.takeReason())")
    SSL_CTX_set_options(
      context,
      lanyard_ssl_no_compression | lanyard_ssl_no_renegotiation
        // Ours, but phones that say they have no AES of their own get what is cheaper for them.
        | lanyard_ssl_server_preference | lanyard_ssl_prioritize_chacha)
    // Idle connections then hold no record buffers, 34 KB each.
    lanyard_ssl_add_mode(context, Int(SSL_MODE_RELEASE_BUFFERS))
    // Tickets carry the sessions; nothing is kept here.
    lanyard_ssl_session_cache(context, Int(SSL_SESS_CACHE_OFF))
    SSL_CTX_set_timeout(context, TLSContext.ticketLifetime)
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nil)
  }

  /// The server's own certificate, then the chain.
  private func use(certificatePEM: [UInt8]) throws(TLSFailure) {
    try withMemory(certificatePEM, .certificate) { (memory) throws(TLSFailure) in
      guard let own = PEM_read_bio_X509(memory, nil, refusePassphrase, nil) else {
        throw TLSFailure(.certificate)
      }
      defer { X509_free(own) }
      guard SSL_CTX_use_certificate(context, own) == 1 else { throw TLSFailure(.certificate) }
      while let link = PEM_read_bio_X509(memory, nil, refusePassphrase, nil) {
        guard lanyard_ssl_add_chain(context, link) == 1 else {
          X509_free(link)
          throw TLSFailure(.certificate)
        }
      }
      // The end of the text, told as an error.
      ERR_clear_error()
    }
  }

  private func use(keyPEM: [UInt8]) throws(TLSFailure) {
    try withMemory(keyPEM, .key) { (memory) throws(TLSFailure) in
      guard let key = PEM_read_bio_PrivateKey(memory, nil, refusePassphrase, nil) else {
        throw TLSFailure(.key)
      }
      defer { EVP_PKEY_free(key) }
      guard SSL_CTX_use_PrivateKey(context, key) == 1 else { throw TLSFailure(.key) }
    }
  }

  private func withMemory(
    _ bytes: [UInt8], _ part: TLSFailure.Part, _ body: (OpaquePointer) throws(TLSFailure) -> Void
  ) throws(TLSFailure) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(TLSFailure) in
      guard let memory = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else {
        throw TLSFailure(part)
      }
      defer { BIO_free(memory) }
      try body(memory)
    }
  }
}

/// A service has nobody at a terminal to ask: keys with a passphrase are refused. The corresponding C type is `pem_password_cb`.
private func refusePassphrase(
  _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _ isForWriting: Int32,
  _ context: UnsafeMutableRawPointer?
) -> Int32 { -1 }

/// RFC 7301: who offers protocols, but not ours, is told so; who offers none gets ours. The corresponding C type is
/// `SSL_CTX_alpn_select_cb_func`.
private func chooseProtocol(
  _ session: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ chosenLength: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?,
  _ offeredLength: UInt32, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  let ours = Array("http/1.1".utf8)
  let text = UnsafeBufferPointer(start: offered, count: Int(offeredLength))
  var at = 0
  while at < text.count {
    let name = text[(at + 1)...].prefix(Int(text[at]))
    if name.elementsEqual(ours), let offered {
      chosen?.pointee = offered + at + 1
      chosenLength?.pointee = UInt8(ours.count)
      return SSL_TLSEXT_ERR_OK
    }
    at += 1 + Int(text[at])
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL
}
