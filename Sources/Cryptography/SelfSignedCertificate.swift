import COpenSSL

/// A certificate that only its own maker vouches for: for the demo and for tests.
///
/// It is no authority: whoever trusts it trusts this one server, and nothing that its key could sign.
package struct SelfSignedCertificate: Sendable {
  package let certificatePEM: String
  /// PKCS #8, not encrypted: write it with mode 0600.
  package let keyPEM: String

  /// P-256, valid from an hour ago for `days`; every name is a DNS name or an IP address in the subject alternative
  /// names.
  package init(names: [String], days: Int) {
    precondition(!names.isEmpty && days > 0, "a certificate for no name or no day")
    let privateKey = P256.PrivateKey()
    let certificate = expectPointer(X509_new(), "allocate a certificate")
    defer { X509_free(certificate) }
    expectSuccess(X509_set_version(certificate, Int(X509_VERSION_3)), "set the version")
    SelfSignedCertificate.setSerial(of: certificate)
    SelfSignedCertificate.setValidity(of: certificate, days: days)
    SelfSignedCertificate.setName(of: certificate, names[0])
    privateKey.withKey { key in
      expectSuccess(X509_set_pubkey(certificate, key), "set the public key")
    }
    SelfSignedCertificate.setAlternativeNames(of: certificate, names)
    for (extensionID, value) in [
      (NID_basic_constraints, "critical,CA:FALSE"),
      (NID_key_usage, "critical,digitalSignature"),
      (NID_ext_key_usage, "serverAuth"),
      (NID_subject_key_identifier, "hash"),
    ] {
      SelfSignedCertificate.add(extensionID, value, to: certificate)
    }
    privateKey.withKey { key in
      let length = X509_sign(certificate, key, EVP_sha256())
      expectSuccess(length > 0 ? 1 : 0, "sign the certificate")
    }
    certificatePEM = SelfSignedCertificate.pem { PEM_write_bio_X509($0, certificate) }
    keyPEM = privateKey.withKey { key in
      SelfSignedCertificate.pem {
        PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil)
      }
    }
  }

  /// 127 random bits and never negative: RFC 5280 4.1.2.2 allows 20 bytes, and browsers ask for 64 unpredictable bits.
  private static func setSerial(of certificate: OpaquePointer) {
    var bytes = SecureRandom.bytes(16)
    bytes[0] &= 0x7f
    let number = expectPointer(BN_bin2bn(bytes, Int32(bytes.count), nil), "make a serial")
    defer { BN_free(number) }
    let serial = expectPointer(BN_to_ASN1_INTEGER(number, nil), "make a serial")
    defer { ASN1_INTEGER_free(serial) }
    expectSuccess(X509_set_serialNumber(certificate, serial), "set the serial")
  }

  private static func setValidity(of certificate: OpaquePointer, days: Int) {
    let hour = 3_600
    _ = expectPointer(
      X509_gmtime_adj(X509_getm_notBefore(certificate), -hour), "set the first moment")
    _ = expectPointer(
      X509_gmtime_adj(X509_getm_notAfter(certificate), days * 24 * hour), "set the last moment")
  }

  /// A common name has 64 characters at most (RFC 5280 appendix A); clients read the alternative names anyway.
  private static func setName(of certificate: OpaquePointer, _ name: String) {
    let subject = expectPointer(X509_get_subject_name(certificate), "find the subject")
    let text = [UInt8](String(name.prefix(64)).utf8)
    expectSuccess(
      X509_NAME_add_entry_by_NID(
        subject, NID_commonName, MBSTRING_UTF8, text, Int32(text.count), -1, 0),
      "set the subject")
    expectSuccess(X509_set_issuer_name(certificate, subject), "set the issuer")
  }

  /// Built value by value: a name is never spliced into OpenSSL's configuration language.
  private static func setAlternativeNames(of certificate: OpaquePointer, _ names: [String]) {
    let stack = expectPointer(OPENSSL_sk_new_null(), "allocate the names")
    var made: [UnsafeMutablePointer<GENERAL_NAME>] = []
    defer {
      made.forEach(GENERAL_NAME_free)
      OPENSSL_sk_free(stack)
    }
    for name in names {
      let general = expectPointer(GENERAL_NAME_new(), "allocate a name")
      made.append(general)
      if let address = a2i_IPADDRESS(name) {
        GENERAL_NAME_set0_value(general, GEN_IPADD, address)
      } else {
        ERR_clear_error()
        let text = expectPointer(ASN1_IA5STRING_new(), "allocate a name")
        expectSuccess(ASN1_STRING_set(text, name, Int32(name.utf8.count)), "copy a name")
        GENERAL_NAME_set0_value(general, GEN_DNS, text)
      }
      expectSuccess(OPENSSL_sk_push(stack, general) > 0 ? 1 : 0, "add a name")
    }
    expectSuccess(
      X509_add1_ext_i2d(certificate, NID_subject_alt_name, UnsafeMutableRawPointer(stack), 0, 0),
      "add the names")
  }

  private static func add(_ extensionID: Int32, _ value: String, to certificate: OpaquePointer) {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
    let made = expectPointer(
      X509V3_EXT_conf_nid(nil, &context, extensionID, value), "make an extension")
    defer { X509_EXTENSION_free(made) }
    expectSuccess(X509_add_ext(certificate, made, -1), "add an extension")
  }

  private static func pem(_ write: (OpaquePointer) -> Int32) -> String {
    let buffer = expectPointer(BIO_new(BIO_s_mem()), "allocate a buffer")
    defer { BIO_free(buffer) }
    expectSuccess(write(buffer), "write PEM")
    var text = [UInt8](repeating: 0, count: BIO_ctrl_pending(buffer))
    let length = BIO_read(buffer, &text, Int32(text.count))
    expectSuccess(Int(length) == text.count ? 1 : 0, "read PEM back")
    return String(decoding: text, as: UTF8.self)
  }
}
