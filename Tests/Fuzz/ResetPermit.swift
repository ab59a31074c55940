// fuzz: ResetPermit imports AccountSession Cryptography

import AccountSession
import Cryptography

/// What is shown to a phone as a permit: refused, or read as it is written; and never taken without the signature.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  _ = ResetPermit.typed(bytes)
  _ = PermitNonce(typed: String(decoding: bytes, as: UTF8.self))
  guard let permit = ResetPermit(unverified: bytes) else { return 0 }
  let key = Ed25519.PrivateKey()
  precondition(permit.signed(by: key).prefix(62) == bytes.prefix(62))
  precondition(!permit.isSigned(bytes, by: key.publicKey))
  return 0
}
