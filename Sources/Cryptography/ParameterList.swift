import COpenSSL

/// Named parameters for an OpenSSL 3 call.
struct ParameterList: ~Copyable {
  let pointer: UnsafeMutablePointer<OSSL_PARAM>

  /// - Parameter fill: pushes onto the builder (`OSSL_PARAM_BLD_push_…`). Values must live until it returns, because they
  ///   are copied right after; names must live for ever, because they are not: take them from a `StaticString`.
  init(_ fill: (OpaquePointer) -> Void) {
    let builder = expectPointer(OSSL_PARAM_BLD_new(), "allocate a parameter builder")
    fill(builder)
    pointer = expectPointer(OSSL_PARAM_BLD_to_param(builder), "build a parameter list")
    OSSL_PARAM_BLD_free(builder)
  }

  deinit { OSSL_PARAM_free(pointer) }

  /// Gives the list away to someone who keeps it for ever.
  consuming func take() -> UnsafeMutablePointer<OSSL_PARAM> {
    let pointer = pointer
    discard self
    return pointer
  }
}

extension StaticString {
  /// The literal's own memory, which is never freed. A Swift string passed to C would be gone after the call, and OpenSSL
  /// keeps the addresses of parameter names.
  var cString: UnsafePointer<CChar> {
    UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
