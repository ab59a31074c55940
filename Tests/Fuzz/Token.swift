// fuzz: Token imports AccountSession JSON

import AccountSession
import JSON

/// What a request may carry of ours, from anybody: an Authorization field, a refresh token, and the small bodies. Nothing traps, what is
/// taken for a token is exactly one, and none is recognised that this key did not make.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))

  bytes.withUnsafeBytes { field in
    guard let token = BearerToken.access(in: field) else { return }
    precondition(field.count > token.count)
    guard let whole = Token(Array(token), kind: .access) else { return }
    precondition(Token(.access, body: Array(whole.body)).bytes == whole.bytes)
  }

  let tokens = SessionTokens(key: Array(repeating: 7, count: 32))
  if let token = Token(bytes, kind: .refresh) { precondition(tokens.recognise(token) == nil) }
  // A checksum is not found by chance, so the input is also made into a body that has one.
  let width = Token.Kind.refresh.bodyWidth
  let body = (0..<width).map { index in
    count == 0 ? UInt8(ascii: "0") : digits[Int(bytes[index % count]) % digits.count]
  }
  let token = Token(.refresh, body: body)
  precondition(Token(token.bytes, kind: .refresh)?.bytes == token.bytes)
  precondition(tokens.recognise(token) == nil)

  _ = try? EntitlementGrant.parse(bytes)
  if let value = try? JSONValue.parsed(bytes) { _ = try? PhoneRegistration.parse(value) }
  let text = String(decoding: bytes, as: UTF8.self)
  if let device = DeviceID(text) { precondition(device.description == text) }
  if let name = EntitlementName(rawValue: text) { precondition(name.rawValue == text) }
  return 0
}

private let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
