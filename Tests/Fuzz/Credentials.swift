// fuzz: Credentials imports AccountSession

import AccountSession

/// What anybody may send who has no session: the bodies of a registration and of a sign-in, an address, a code, a password. Nothing traps,
/// what is taken for an identifier is its own normal form, and no password is judged for long.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let text = String(decoding: bytes, as: UTF8.self)

  _ = try? SignIn.parse(bytes, client: text, network: SourceNetwork(text), policy: policy)
  _ = try? RegistrationRequest.parse(bytes, network: SourceNetwork(text))
  _ = try? RegistrationProof.parse(bytes, client: nil, policy: policy)
  _ = try? AccountWanted.parse(bytes, policy: policy)

  if let identifier = AccountIdentifier(text) {
    precondition(AccountIdentifier(identifier.text) == identifier)
    precondition(identifier.text.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    precondition(identifier.text.utf8.count <= 254)
  }
  // Few inputs are an address as a whole, so the input is also made a part of one.
  if let identifier = AccountIdentifier("a@\(text.prefix(200)).example") {
    precondition(AccountIdentifier(identifier.text) == identifier)
  }
  if let code = DeliveredCode(typed: text) { precondition(code.digits.utf8.count <= 12) }
  if let password = try? PasswordText(text, policy: policy) {
    precondition(password.codePointCount <= policy.mostCodePoints)
    _ = PasswordPolicy(policy).flaw(
      of: password, words: PasswordPolicy.words(about: [], phones: [text]))
  }
  return 0
}

private let policy = CredentialPolicy()
