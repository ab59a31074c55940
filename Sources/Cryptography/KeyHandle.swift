import COpenSSL

/// One OpenSSL key, freed with its last user.
///
/// Thread: any. An `EVP_PKEY` that is complete is only read by signing and verifying, which openssl-threads(7) allows from
/// several threads; nothing here changes one after `init`, hence the unchecked pointer.
final class KeyHandle: Sendable {
  private nonisolated(unsafe) let key: OpaquePointer

  /// Takes over the reference.
  init(_ key: OpaquePointer) { self.key = key }
  deinit { EVP_PKEY_free(key) }

  func withKey<R>(_ body: (OpaquePointer) -> R) -> R { body(key) }

  /// - Parameter digest: nil for a scheme that hashes by itself (Ed25519).
  func sign(_ message: [UInt8], digest: String?) -> [UInt8] {
    let context = expectPointer(EVP_MD_CTX_new(), "allocate a signing context")
    defer { EVP_MD_CTX_free(context) }
    expectSuccess(
      EVP_DigestSignInit_ex(context, nil, digest, nil, nil, key, nil), "start signing")
    // Enough for Ed25519 (64 bytes) and for P-256 in DER (72 at most).
    var signature = [UInt8](repeating: 0, count: 80)
    var length = signature.count
    expectSuccess(
      EVP_DigestSign(context, &signature, &length, message, message.count), "sign")
    signature.removeLast(signature.count - length)
    return signature
  }

  func isValid(_ signature: [UInt8], for message: [UInt8], digest: String?) -> Bool {
    let context = expectPointer(EVP_MD_CTX_new(), "allocate a verifying context")
    defer { EVP_MD_CTX_free(context) }
    expectSuccess(
      EVP_DigestVerifyInit_ex(context, nil, digest, nil, nil, key, nil), "start verifying")
    let verdict = EVP_DigestVerify(
      context, signature, signature.count, message, message.count)
    // A malformed signature leaves its complaint in the thread's queue, which a later failure would report as its own.
    if verdict != 1 { ERR_clear_error() }
    return verdict == 1
  }
}
