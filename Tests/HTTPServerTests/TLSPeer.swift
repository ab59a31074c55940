import COpenSSL
import Kernel

/// The client's side of TLS, by OpenSSL's own transport. It trusts anybody: who the server is, tests ask themselves.
final class TLSPeer {
  struct Offer {
    var protocols: [String] = []
    var versions = TLS1_2_VERSION...TLS1_3_VERSION
    /// TLS 1.2 only.
    var ciphers: String?
    /// Of an earlier connection.
    var ticket: Ticket?
  }

  /// What the server gave us to come back with.
  final class Ticket {
    let session: OpaquePointer
    init(_ session: OpaquePointer) { self.session = session }
    deinit { SSL_SESSION_free(session) }
  }

  struct Failure: Error {
    let reason: String
  }

  private let context: OpaquePointer
  private let session: OpaquePointer

  init(_ socket: Int32, _ offer: Offer) {
    context = SSL_CTX_new(TLS_client_method())
    // Also the versions that are not to be spoken any more.
    SSL_CTX_set_security_level(context, 0)
    SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(offer.versions.lowerBound), nil)
    SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(offer.versions.upperBound), nil)
    if let ciphers = offer.ciphers { SSL_CTX_set_cipher_list(context, ciphers) }
    session = SSL_new(context)
    SSL_set_fd(session, socket)
    let names = offer.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    if !names.isEmpty { SSL_set_alpn_protos(session, names, UInt32(names.count)) }
    if let ticket = offer.ticket { SSL_set_session(session, ticket.session) }
    SSL_set_connect_state(session)
  }

  deinit {
    SSL_free(session)
    SSL_CTX_free(context)
  }

  func shakeHands() throws -> Outcome<Int32> {
    try outcome(SSL_do_handshake(session)) { 1 }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws -> Outcome<Int> {
    var count = 0
    let result = SSL_write_ex(session, bytes.baseAddress, bytes.count, &count)
    return try outcome(result) { count }
  }

  /// 0 when the server said that it is done.
  func read(into bytes: UnsafeMutableRawBufferPointer) throws -> Outcome<Int> {
    var count = 0
    let result = SSL_read_ex(session, bytes.baseAddress, bytes.count, &count)
    return try outcome(result) { count }
  }

  var ticket: Ticket? { SSL_get1_session(session).map { Ticket($0) } }
  var isResumed: Bool { SSL_session_reused(session) == 1 }
  var version: Int32 { SSL_version(session) }
  var cipher: String { String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(session))) }

  var chosenProtocol: String? {
    var name: UnsafePointer<UInt8>?
    var length: UInt32 = 0
    SSL_get0_alpn_selected(session, &name, &length)
    return name.map {
      String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self)
    }
  }

  /// The server's certificate in DER.
  var certificate: [UInt8] {
    guard let certificate = SSL_get1_peer_certificate(session) else { return [] }
    defer { X509_free(certificate) }
    var bytes = [UInt8](repeating: 0, count: Int(i2d_X509(certificate, nil)))
    bytes.withUnsafeMutableBufferPointer { bytes in
      var start = bytes.baseAddress
      _ = i2d_X509(certificate, &start)
    }
    return bytes
  }

  private func outcome<Value: Sendable>(
    _ result: Int32, _ value: () -> Value
  ) throws -> Outcome<Value> {
    if result == 1 { return .done(value()) }
    switch SSL_get_error(session, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
    case SSL_ERROR_ZERO_RETURN: return .done(value())
    default:
      let reason = ERR_reason_error_string(ERR_get_error()).map { String(cString: $0) }
      ERR_clear_error()
      throw Failure(reason: reason ?? "the connection was cut")
    }
  }
}
