import COpenSSL
import Glibc

extension Digest {
  /// SHA-256, FIPS 180-4.
  package static func sha256(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { sha256($0) }
  }

  /// SHA-256, FIPS 180-4. Allocates nothing after a thread's first call.
  package static func sha256(_ bytes: UnsafeRawBufferPointer) -> Digest {
    let context = SHA256Context.ofThisThread
    SHA256Context.start(context)
    SHA256Context.add(bytes, to: context)
    return SHA256Context.finish(context)
  }
}

/// SHA-256 over pieces.
package struct SHA256Stream: ~Copyable {
  private let context: OpaquePointer

  package init() {
    context = SHA256Context.make()
    SHA256Context.start(context)
  }

  deinit { EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    SHA256Context.add(bytes, to: context)
  }

  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { SHA256Context.add($0, to: context) }
  }

  package consuming func finish() -> Digest { SHA256Context.finish(context) }
}

/// The EVP calls behind both.
///
/// The algorithm is fetched once and each thread keeps one context: finding an algorithm by name and making a context
/// cost more than hashing the 32 bytes of a token.
private enum SHA256Context {
  /// Fetched objects are reference-counted with atomics and never change: openssl-threads(7), "immutable".
  nonisolated(unsafe) static let algorithm = expectPointer(
    EVP_MD_fetch(nil, "SHA256", nil), "find SHA-256")

  /// Where each thread keeps its context; freed when the thread ends.
  static let slot: pthread_key_t = {
    var key = pthread_key_t()
    let result = pthread_key_create(&key) { EVP_MD_CTX_free(OpaquePointer($0)) }
    precondition(result == 0, "no thread-specific slot left for the digest context")
    return key
  }()

  static var ofThisThread: OpaquePointer {
    if let kept = pthread_getspecific(slot) { return OpaquePointer(kept) }
    let made = make()
    precondition(
      pthread_setspecific(slot, UnsafeRawPointer(made)) == 0,
      "no memory for the thread's digest context")
    return made
  }

  static func make() -> OpaquePointer {
    expectPointer(EVP_MD_CTX_new(), "allocate a digest context")
  }

  static func start(_ context: OpaquePointer) {
    expectSuccess(EVP_DigestInit_ex2(context, algorithm, nil), "start SHA-256")
  }

  static func add(_ bytes: UnsafeRawBufferPointer, to context: OpaquePointer) {
    guard let base = bytes.baseAddress else { return }
    expectSuccess(EVP_DigestUpdate(context, base, bytes.count), "continue SHA-256")
  }

  static func finish(_ context: OpaquePointer) -> Digest {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) {
      expectSuccess(
        EVP_DigestFinal_ex(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil),
        "finish SHA-256")
    }
    return Digest(memoryOrder: words)
  }
}
