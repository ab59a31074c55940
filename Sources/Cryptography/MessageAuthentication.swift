import COpenSSL

/// HMAC with SHA-256, RFC 2104.
package enum HMACSHA256 {
  /// `key` may have any length, none included; 32 bytes are enough.
  package static func authenticate(_ message: [UInt8], key: [UInt8]) -> Digest {
    let tag = MAC.hmac.authenticate(message, key: key, length: Digest.byteCount)
    return expectPointer(Digest(tag), "make an HMAC of 32 bytes")
  }
}

/// HMAC with SHA-1, for the six digits of authenticator programs, which speak nothing else (RFC 6238). Its strength does not
/// hang on collisions of SHA-1; nothing new is built on it all the same.
package enum HMACSHA1 {
  /// 20 bytes.
  package static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    MAC.hmacSHA1.authenticate(message, key: key, length: 20)
  }
}

/// A keyed algorithm of OpenSSL with the one that it is built on, found once.
struct MAC: Sendable {
  static let hmac = MAC(name: "HMAC", parameter: "digest", value: "SHA256")
  static let hmacSHA1 = MAC(name: "HMAC", parameter: "digest", value: "SHA1")
  static let cmac = MAC(name: "CMAC", parameter: "cipher", value: "AES-128-CBC")

  /// Fetched objects never change and are counted with atomics: openssl-threads(7).
  private nonisolated(unsafe) let algorithm: OpaquePointer
  /// Built once, read only afterwards; lives as long as the process, like the two constants above.
  private nonisolated(unsafe) let parameters: UnsafeMutablePointer<OSSL_PARAM>

  private init(name: String, parameter: StaticString, value: StaticString) {
    algorithm = expectPointer(EVP_MAC_fetch(nil, name, nil), "find a MAC")
    parameters = ParameterList { builder in
      expectSuccess(
        OSSL_PARAM_BLD_push_utf8_string(builder, parameter.cString, value.cString, 0),
        "name the MAC's base")
    }.take()
  }

  func authenticate(_ message: [UInt8], key: [UInt8], length: Int) -> [UInt8] {
    let context = expectPointer(EVP_MAC_CTX_new(algorithm), "allocate a MAC context")
    defer { EVP_MAC_CTX_free(context) }
    // A null key would mean "the key of last time", so an empty one is passed as a pointer to nothing of length 0.
    let keyBytes = key.isEmpty ? [0] : key
    expectSuccess(EVP_MAC_init(context, keyBytes, key.count, parameters), "give the MAC its key")
    expectSuccess(EVP_MAC_update(context, message, message.count), "continue the MAC")
    var tag = [UInt8](repeating: 0, count: length)
    var written = 0
    expectSuccess(EVP_MAC_final(context, &tag, &written, length), "finish the MAC")
    precondition(written == length, "a MAC of \(written) bytes where \(length) were expected")
    return tag
  }
}
