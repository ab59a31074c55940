/// What a loop needs for TLS.
final class LoopEncryption {
  let channel = TLSChannel()
  private var context: TLSContext

  /// - Parameter identity: one that was tried before.
  init(_ identity: TLSIdentity) {
    context = LoopEncryption.context(identity)
  }

  /// For connections from now on; those that are open keep what they have.
  func change(to identity: TLSIdentity) { context = LoopEncryption.context(identity) }

  /// Nil for want of memory.
  func makeSession() -> TLSSession? { TLSSession(context, channel) }

  private static func context(_ identity: TLSIdentity) -> TLSContext {
    do throws(TLSFailure) {
      return try TLSContext(identity)
    } catch {
      preconditionFailure("an identity is tried when it is read: \(error.reason)")
    }
  }
}
