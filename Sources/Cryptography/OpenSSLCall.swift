import COpenSSL

/// Stops the process when OpenSSL refuses something that only a lack of memory, a missing provider or a mistake of ours
/// can make it refuse. Answers that depend on outside bytes (a signature, a tag, a point) never go through here.
@inline(__always)
func expectSuccess(_ result: Int32, _ doing: StaticString) {
  guard result == 1 else { stop(doing) }
}

/// The same for calls that answer a pointer.
@inline(__always)
func expectPointer<Pointer>(_ pointer: Pointer?, _ doing: StaticString) -> Pointer {
  guard let pointer else { stop(doing) }
  return pointer
}

private func stop(_ doing: StaticString) -> Never {
  var text = [CChar](repeating: 0, count: 256)
  ERR_error_string_n(ERR_get_error(), &text, text.count)
  let reason = String(
    decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  preconditionFailure("OpenSSL could not \(doing): \(reason)")
}

extension Array where Element == UInt8 {
  /// Overwrites the bytes in a way that the optimiser keeps. For keys and what was made of them.
  mutating func wipe() {
    withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
  }
}
