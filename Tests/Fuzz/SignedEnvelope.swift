// fuzz: SignedEnvelope imports SignedMetadata

import SignedMetadata

/// An envelope from outside: without trusted keys nothing in it is ever verified, whatever it says.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  guard case .success(let envelope) = SignedEnvelope.parse(bytes) else { return 0 }
  precondition(envelope.bytes == bytes)
  guard
    case .failure(.untrusted) = envelope.verified(as: ThemeManifest.self, by: RoleTrust(keys: []))
  else { preconditionFailure("verified without a key") }
  return 0
}
