import COpenSSL
import Kernel

/// Who the server is: what loops make their contexts from. Bytes, so that each loop has objects of its own and shares none.
struct TLSIdentity: Sendable {
  /// More than a chain is long.
  private static let mostBytes = 1 << 20

  let certificatePEM: [UInt8]
  let keyPEM: [UInt8]
  /// The same for all loops: a client comes back to another one. New with every identity, so what was sealed before a key was
  /// replaced cannot be resumed after.
  let ticketKeys: [UInt8]

  /// Reads the files, and makes sure that they can be used.
  init(_ configuration: TLSConfiguration) throws(ServerError) {
    certificatePEM = try TLSIdentity.read(configuration.certificatePath)
    keyPEM = try TLSIdentity.read(configuration.keyPath)
    // OpenSSL 3 takes 16 bytes for the name, 32 for the MAC and 32 for the cipher.
    var keys = [UInt8](repeating: 0, count: 80)
    precondition(RAND_bytes(&keys, Int32(keys.count)) == 1, "the system gives random bytes")
    ticketKeys = keys
    do throws(TLSFailure) {
      _ = try TLSContext(self)
    } catch {
      let path =
        error.part == .key ? configuration.keyPath : configuration.certificatePath
      throw .certificate(path: path, reason: error.reason)
    }
  }

  private static func read(_ path: String) throws(ServerError) -> [UInt8] {
    do throws(KernelError) {
      return try FileSystem.read(path, limit: mostBytes)
    } catch {
      throw .certificate(path: path, reason: error.description)
    }
  }
}

/// What OpenSSL would not take.
struct TLSFailure: Error {
  enum Part { case certificate, key }
  let part: Part
  let reason: String

  /// With the first complaint of the thread's queue, which is emptied.
  init(_ part: Part) {
    self.part = part
    reason = TLSFailure.takeReason()
  }

  /// OpenSSL's words for what went wrong first; the queue is empty afterwards.
  static func takeReason() -> String {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0 else { return "it is not well-formed" }
    guard let reason = ERR_reason_error_string(code) else { return "OpenSSL error \(code)" }
    return String(cString: reason)
  }
}
