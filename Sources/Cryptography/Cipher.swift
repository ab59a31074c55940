import COpenSSL

/// A block cipher in one mode, found once.
struct Cipher: Sendable {
  static let aes128Block = Cipher("AES-128-ECB")
  static let aes128CCM = Cipher("AES-128-CCM")
  static let aes256GCM = Cipher("AES-256-GCM")

  enum Direction: Int32 {
    case decrypt = 0
    case encrypt = 1
  }

  /// Fetched objects never change and are counted with atomics: openssl-threads(7).
  private nonisolated(unsafe) let algorithm: OpaquePointer

  private init(_ name: String) {
    algorithm = expectPointer(EVP_CIPHER_fetch(nil, name, nil), "find a cipher")
  }

  /// One use of the cipher: made, fed, and gone at the end of `body`.
  func use<R>(_ direction: Direction, _ body: (borrowing Run) -> R) -> R {
    body(Run(algorithm, direction))
  }

  struct Run: ~Copyable {
    private let context: OpaquePointer
    private let direction: Direction

    fileprivate init(_ algorithm: OpaquePointer, _ direction: Direction) {
      context = expectPointer(EVP_CIPHER_CTX_new(), "allocate a cipher context")
      self.direction = direction
      expectSuccess(
        EVP_CipherInit_ex2(context, algorithm, nil, nil, direction.rawValue, nil),
        "choose the cipher")
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    /// The key, and the nonce for the modes that have one.
    func start(key: [UInt8], nonce: [UInt8]?) {
      expectSuccess(
        EVP_CipherInit_ex2(context, nil, key, nonce, direction.rawValue, nil),
        "give the cipher its key")
    }

    func setNonceLength(_ length: Int) {
      expectSuccess(
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(length), nil),
        "set the nonce length")
    }

    /// Before sealing: only how long the tag will be.
    func setTagLength(_ length: Int) {
      expectSuccess(
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(length), nil),
        "set the tag length")
    }

    /// Before opening: the tag to compare with.
    func expect(tag: [UInt8]) {
      var tag = tag
      expectSuccess(
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag),
        "set the expected tag")
    }

    func tag(length: Int) -> [UInt8] {
      var tag = [UInt8](repeating: 0, count: length)
      expectSuccess(
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(length), &tag), "take the tag")
      return tag
    }

    func withoutPadding() {
      expectSuccess(EVP_CIPHER_CTX_set_padding(context, 0), "switch padding off")
    }

    /// CCM wants to know the length of the text before it sees any associated data.
    func announce(textLength: Int) {
      var written: Int32 = 0
      expectSuccess(
        EVP_CipherUpdate(context, nil, &written, nil, Int32(textLength)), "announce the length")
    }

    func authenticate(_ associated: [UInt8]) {
      guard !associated.isEmpty else { return }
      var written: Int32 = 0
      expectSuccess(
        EVP_CipherUpdate(context, nil, &written, associated, Int32(associated.count)),
        "add associated data")
    }

    /// Nil when the cipher refuses: CCM compares the tag here.
    func transform(_ text: [UInt8]) -> [UInt8]? {
      // Room for one byte at least: a null pointer would mean "announce" or "associated data".
      var output = [UInt8](repeating: 0, count: max(text.count, 1))
      let input = text.isEmpty ? [0] : text
      var written: Int32 = 0
      guard EVP_CipherUpdate(context, &output, &written, input, Int32(text.count)) == 1 else {
        return nil
      }
      output.removeLast(output.count - Int(written))
      return output
    }

    /// False when the cipher refuses: GCM compares the tag here.
    func finish() -> Bool {
      var rest = [UInt8](repeating: 0, count: 16)
      var written: Int32 = 0
      return EVP_CipherFinal_ex(context, &rest, &written) == 1
    }
  }
}
