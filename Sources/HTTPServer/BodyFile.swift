import HTTP
import Kernel
import Synchronization

/// The bytes of a prepared response as a file in memory: sent by `sendfile`, its pages go to the socket without being copied. Any thread.
final class BodyFile: Sendable {
  /// They cost a descriptor each, and the same memory once more.
  private static let most = 64
  private static let count = Atomic<Int>(0)

  let source: FileSource

  /// The file of a response; nil when its body is small, when there are too many files, or when no descriptor is left: the bytes can
  /// be sent as they are.
  static func of(_ prepared: PreparedResponse) -> BodyFile? {
    prepared.keepsake?.value { BodyFile(prepared.bytes) }
  }

  private init?(_ bytes: [UInt8]) {
    let isOneMore = Self.count.add(1, ordering: .relaxed).newValue <= Self.most
    let file = isOneMore ? FileSource.inMemory(bytes) : nil
    guard let file else {
      Self.count.subtract(1, ordering: .relaxed)
      return nil
    }
    source = file
  }

  deinit { Self.count.subtract(1, ordering: .relaxed) }
}
