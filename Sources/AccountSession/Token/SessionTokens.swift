import Cryptography

/// Derives a session's tokens from its number and step, and recognises its refresh tokens, with one key and no database.
///
/// A token is a MAC, so the pair of a step can be made again when an answer was lost on its way (RT-02) and need not
/// be stored; without the key none can be made from what is stored (SE-01).
package struct SessionTokens: Sendable {
  private let key: [UInt8]

  /// - Parameter key: 32 bytes, for this purpose alone (CR-01).
  package init(key: [UInt8]) {
    precondition(key.count == 32, "a token key of 32 bytes")
    self.key = key
  }

  /// The access token of this step: opaque, looked up by its digest.
  package func access(of session: SessionID, step: UInt32) -> Token {
    Token(.access, body: secret("access", session, step))
  }

  /// The refresh token of this step: the session's number and the step in clear, and a MAC over both.
  ///
  /// They are in it so that a consumed one, however old, still names the family it was stolen from.
  package func refresh(of session: SessionID, step: UInt32) -> Token {
    Token(
      .refresh,
      body: Base62.encode(UInt64(session.number), width: Base62.widthOf64Bits)
        + Base62.encode(UInt64(step), width: Base62.widthOf32Bits)
        + secret("refresh", session, step))
  }

  /// Which session and step a refresh token belongs to; nil for one that this key did not make. Takes the same time for
  /// every token of the right form.
  package func recognise(_ refresh: Token) -> (session: SessionID, step: UInt32)? {
    precondition(refresh.kind == .refresh, "a refresh token")
    let body = refresh.body
    let number = Base62.decode(body.prefix(Base62.widthOf64Bits)).flatMap(Int64.init(exactly:))
    let step = Base62.decode(
      body.dropFirst(Base62.widthOf64Bits).prefix(Base62.widthOf32Bits)
    ).flatMap(UInt32.init(exactly:))
    let session = SessionID(number: max(1, number ?? 1))
    let expected = self.refresh(of: session, step: step ?? 0)
    guard constantTimeEqual(expected.bytes, refresh.bytes), number == session.number, let step
    else { return nil }
    return (session, step)
  }

  /// The purpose is part of what is authenticated, so that no token of one kind ever equals one of another.
  private func secret(_ purpose: String, _ session: SessionID, _ step: UInt32) -> [UInt8] {
    var message = Array("lanyard.\(purpose)".utf8)
    message.append(0)
    withUnsafeBytes(of: session.number.bigEndian) { message += $0 }
    withUnsafeBytes(of: step.bigEndian) { message += $0 }
    return Base62.encode256(HMACSHA256.authenticate(message, key: key).bytes)
  }
}
