import Cryptography

/// What a phone keeps to be known again at its next sign-in, also after its session has ended (BF-02).
///
/// It opens nothing (RT-07): it says that this client has signed in to this account before, so that others' failures do not hold it
/// up. It names the phone, is a MAC over phone, account and the password's generation, and is not stored. So it ends
/// when the phone is removed from the registry, and when the password changes (SE-09).
struct PhoneCredentials: Sendable {
  private let key: [UInt8]

  init(keys: AccountKeys) { key = keys.tokenMAC }

  func credential(of device: DeviceID, of account: AccountID, generation: Int64) -> Token {
    var message = Array("lanyard.phone".utf8)
    message.append(0)
    for number in [device.number, account.number, generation] {
      withUnsafeBytes(of: number.bigEndian) { message += $0 }
    }
    return Token(
      .phone,
      body: Base62.encode(UInt64(device.number), width: Base62.widthOf64Bits)
        + Base62.encode256(HMACSHA256.authenticate(message, key: key).bytes))
  }

  /// The phone that a credential names; whether it is genuine is not said yet.
  func device(named credential: Token) -> DeviceID? {
    precondition(credential.kind == .phone, "a phone's credential")
    guard let number = Base62.decode(credential.body.prefix(Base62.widthOf64Bits)),
      let number = Int64(exactly: number), number > 0
    else { return nil }
    return DeviceID(number: number)
  }

  func isGenuine(
    _ credential: Token, of device: DeviceID, of account: AccountID, generation: Int64
  ) -> Bool {
    constantTimeEqual(
      credential.bytes,
      self.credential(of: device, of: account, generation: generation).bytes)
  }
}
