import COpenSSL

/// ECDSA over P-256 with SHA-256, FIPS 186-4: signatures are the 64 bytes r then s, as accessories' boot loaders read
/// them; OpenSSL's own form is DER.
package enum P256 {
  package struct PrivateKey: Sendable {
    /// 32 bytes, big-endian. Secret.
    package let scalar: [UInt8]
    package let publicKey: PublicKey
    private let handle: KeyHandle

    /// A fresh key, by testing candidates (FIPS 186-4, B.4.2); one in 2^32 is out of range.
    package init() {
      var candidate: PrivateKey?
      while candidate == nil { candidate = PrivateKey(scalar: SecureRandom.bytes(32)) }
      self = expectPointer(candidate, "make a P-256 key")
    }

    /// Nil unless 32 bytes in range: at least 1, and below the order of the curve.
    package init?(scalar: [UInt8]) {
      guard let point = P256.multiplyGenerator(by: scalar),
        let handle = P256.load(point: point, scalar: scalar),
        let publicKey = PublicKey(bytes: point)
      else { return nil }
      self.scalar = scalar
      self.handle = handle
      self.publicKey = publicKey
    }

    /// 64 bytes, another each time.
    package func sign(_ message: [UInt8]) -> [UInt8] {
      P256.fixedSize(der: handle.sign(message, digest: "SHA256"))
    }

    func withKey<R>(_ body: (OpaquePointer) -> R) -> R { handle.withKey(body) }
  }

  package struct PublicKey: Hashable, Sendable {
    /// Uncompressed: 04, x, y (65 bytes).
    package let bytes: [UInt8]
    private let handle: KeyHandle

    /// Nil unless 65 bytes on the curve.
    package init?(bytes: [UInt8]) {
      guard bytes.count == 65, bytes[0] == 0x04,
        let handle = P256.load(point: bytes, scalar: nil)
      else { return nil }
      self.bytes = bytes
      self.handle = handle
    }

    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
      guard let der = P256.der(fixedSize: signature) else { return false }
      return handle.isValid(der, for: message, digest: "SHA256")
    }

    package static func == (a: PublicKey, b: PublicKey) -> Bool { a.bytes == b.bytes }
    package func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
  }
}

extension P256 {
  private static let signatureLength = 64

  /// Nil when OpenSSL finds the point not to be on the curve.
  private static func load(point: [UInt8], scalar: [UInt8]?) -> KeyHandle? {
    let context = expectPointer(EVP_PKEY_CTX_new_from_name(nil, "EC", nil), "find P-256")
    defer { EVP_PKEY_CTX_free(context) }
    expectSuccess(EVP_PKEY_fromdata_init(context), "start loading a key")
    let secret = scalar.flatMap { BN_bin2bn($0, Int32($0.count), nil) }
    defer { BN_clear_free(secret) }
    let group: StaticString = "group"
    let curve: StaticString = "P-256"
    let publicName: StaticString = "pub"
    let secretName: StaticString = "priv"
    var key: OpaquePointer?
    let isLoaded = point.withUnsafeBytes { point in
      let parameters = ParameterList { builder in
        expectSuccess(
          OSSL_PARAM_BLD_push_utf8_string(builder, group.cString, curve.cString, 0),
          "name the curve")
        expectSuccess(
          OSSL_PARAM_BLD_push_octet_string(
            builder, publicName.cString, point.baseAddress, point.count), "give the point")
        if let secret {
          expectSuccess(
            OSSL_PARAM_BLD_push_BN(builder, secretName.cString, secret), "give the scalar")
        }
      }
      let selection = scalar == nil ? lanyard_public_key : lanyard_key_pair
      return EVP_PKEY_fromdata(context, &key, selection, parameters.pointer) == 1
    }
    guard isLoaded, let key else {
      ERR_clear_error()
      return nil
    }
    return KeyHandle(key)
  }

  /// The public point for a secret scalar; nil when the scalar is out of range.
  private static func multiplyGenerator(by scalar: [UInt8]) -> [UInt8]? {
    guard scalar.count == 32 else { return nil }
    let group = expectPointer(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1), "find P-256")
    defer { EC_GROUP_free(group) }
    let secret = expectPointer(BN_bin2bn(scalar, 32, nil), "read the scalar")
    defer { BN_clear_free(secret) }
    guard BN_is_zero(secret) == 0, BN_cmp(secret, EC_GROUP_get0_order(group)) < 0 else {
      return nil
    }
    let point = expectPointer(EC_POINT_new(group), "allocate a point")
    defer { EC_POINT_free(point) }
    expectSuccess(EC_POINT_mul(group, point, secret, nil, nil, nil), "derive the public key")
    var bytes = [UInt8](repeating: 0, count: 65)
    let written = EC_POINT_point2oct(
      group, point, POINT_CONVERSION_UNCOMPRESSED, &bytes, bytes.count, nil)
    precondition(written == bytes.count, "a P-256 point of \(written) bytes")
    return bytes
  }

  private static func fixedSize(der: [UInt8]) -> [UInt8] {
    let signature = der.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      return expectPointer(
        d2i_ECDSA_SIG(nil, &position, buffer.count), "read the signature just made")
    }
    defer { ECDSA_SIG_free(signature) }
    var bytes = [UInt8](repeating: 0, count: signatureLength)
    bytes.withUnsafeMutableBufferPointer { buffer in
      _ = BN_bn2binpad(ECDSA_SIG_get0_r(signature), buffer.baseAddress, 32)
      _ = BN_bn2binpad(ECDSA_SIG_get0_s(signature), buffer.baseAddress?.advanced(by: 32), 32)
    }
    return bytes
  }

  /// Nil unless 64 bytes; whether r and s are in range is for the verification to say.
  private static func der(fixedSize bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count == signatureLength else { return nil }
    let signature = expectPointer(ECDSA_SIG_new(), "allocate a signature")
    defer { ECDSA_SIG_free(signature) }
    let r = BN_bin2bn(bytes, 32, nil)
    let s = bytes.withUnsafeBufferPointer {
      BN_bin2bn($0.baseAddress?.advanced(by: 32), 32, nil)
    }
    expectSuccess(ECDSA_SIG_set0(signature, r, s), "fill in a signature")
    var encoded = [UInt8](repeating: 0, count: 80)
    let length = encoded.withUnsafeMutableBufferPointer { buffer in
      var position = buffer.baseAddress
      return i2d_ECDSA_SIG(signature, &position)
    }
    guard length > 0 else { return nil }
    encoded.removeLast(encoded.count - Int(length))
    return encoded
  }
}
