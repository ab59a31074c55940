import COpenSSL
import Testing

@testable import Cryptography

@Suite("A self-signed certificate")
struct SelfSignedCertificateTests {
  let made = SelfSignedCertificate(names: ["localhost", "127.0.0.1", "::1"], days: 30)

  private func source(_ pem: String) throws -> OpaquePointer {
    let source = try #require(BIO_new(BIO_s_mem()))
    #expect(BIO_write(source, pem, Int32(pem.utf8.count)) == Int32(pem.utf8.count))
    return source
  }

  /// Parses the PEM with OpenSSL, hands it to `body`, and frees it.
  private func withCertificate<R>(_ pem: String, _ body: (OpaquePointer) throws -> R) throws -> R {
    let source = try source(pem)
    defer { BIO_free(source) }
    let certificate = try #require(PEM_read_bio_X509(source, nil, nil, nil))
    defer { X509_free(certificate) }
    return try body(certificate)
  }

  @Test("names what it was asked to name, and nothing else")
  func names() throws {
    try withCertificate(made.certificatePEM) { certificate in
      #expect(X509_check_host(certificate, "localhost", 0, 0, nil) == 1)
      #expect(X509_check_ip_asc(certificate, "127.0.0.1", 0) == 1)
      #expect(X509_check_ip_asc(certificate, "::1", 0) == 1)
      #expect(X509_check_host(certificate, "example.org", 0, 0, nil) == 0)
      #expect(X509_check_ip_asc(certificate, "127.0.0.2", 0) == 0)
    }
  }

  @Test("is no authority, may sign handshakes, and serves servers")
  func uses() throws {
    try withCertificate(made.certificatePEM) { certificate in
      #expect(X509_check_ca(certificate) == 0)
      #expect(X509_get_key_usage(certificate) == UInt32(KU_DIGITAL_SIGNATURE))
      #expect(X509_get_extended_key_usage(certificate) == UInt32(XKU_SSL_SERVER))
    }
  }

  @Test("is valid since an hour ago and for as long as asked")
  func validity() throws {
    try withCertificate(made.certificatePEM) { certificate in
      #expect(X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0)
      var soon = time(nil) + 29 * 86_400
      #expect(X509_cmp_time(X509_get0_notAfter(certificate), &soon) > 0)
      var late = time(nil) + 31 * 86_400
      #expect(X509_cmp_time(X509_get0_notAfter(certificate), &late) < 0)
    }
  }

  @Test("verifies under itself, with its own key, and has its own serial")
  func signature() throws {
    let other = SelfSignedCertificate(names: ["localhost"], days: 1)
    try withCertificate(made.certificatePEM) { certificate in
      #expect(X509_verify(certificate, X509_get0_pubkey(certificate)) == 1)
      let source = try source(made.keyPEM)
      defer { BIO_free(source) }
      let key = try #require(PEM_read_bio_PrivateKey(source, nil, nil, nil))
      defer { EVP_PKEY_free(key) }
      #expect(X509_check_private_key(certificate, key) == 1)
      try withCertificate(other.certificatePEM) { another in
        #expect(
          ASN1_INTEGER_cmp(
            X509_get0_serialNumber(certificate), X509_get0_serialNumber(another)) != 0)
        #expect(X509_verify(another, X509_get0_pubkey(certificate)) != 1)
      }
    }
  }

  @Test("keeps a name with commas and colons one name")
  func injection() throws {
    let hostile = "a.example,DNS:b.example,IP:10.0.0.1"
    let pem = SelfSignedCertificate(names: [hostile], days: 1).certificatePEM
    try withCertificate(pem) { certificate in
      #expect(X509_check_host(certificate, "b.example", 0, 0, nil) == 0)
      #expect(X509_check_ip_asc(certificate, "10.0.0.1", 0) == 0)
    }
  }
}
