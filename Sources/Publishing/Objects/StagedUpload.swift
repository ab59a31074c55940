import Cryptography
import Kernel

/// One upload's file on the disk, and the moves it makes there.
struct StagedUpload {
  /// Where it grows.
  let path: String
  /// Where it goes when it is whole.
  let object: String

  /// Writes the piece and waits until it is on the disk. When there is no room the file is as before.
  /// - Returns: the length reached.
  func append(
    _ piece: [UInt8], at offset: Int64, hash: RunningHash
  ) throws(KernelError) -> Int64 {
    let file = try Descriptor.file(writing: path)
    do throws(KernelError) {
      try piece.withUnsafeBufferPointer { (bytes) throws(KernelError) in
        try file.write(UnsafeRawBufferPointer(bytes), at: offset)
      }
      try file.synchronize()
    } catch {
      // What was written of the piece takes room that nobody knows of. If this fails too, a restart finds the longer file
      // and goes on behind it: the digest decides.
      try? file.truncate(to: offset)
      throw error
    }
    hash.update(piece)
    return offset + Int64(piece.count)
  }

  /// Takes the object's place when the digest is right, else removes the file. A crash between leaves the one or the other.
  func finish(expecting digest: Digest, hash: RunningHash) throws(KernelError) -> Bool {
    guard hash.finish() == digest else {
      try FileSystem.remove(path)
      return false
    }
    try FileSystem.rename(path, to: object)
    try FileSystem.synchronizeFolder(of: object)
    return true
  }
}

/// SHA-256 of an upload so far, so that each byte is hashed as it arrives and once only.
final class RunningHash {
  private var stream: SHA256Stream?

  /// Takes up an upload whose first `length` bytes are in the file at `path`: reads them again, a mebibyte at a time.
  init(of path: String, length: Int64) throws(KernelError) {
    var stream = SHA256Stream()
    if length > 0 {
      let file = try Descriptor.file(reading: path)
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      var offset: Int64 = 0
      while offset < length {
        let wanted = Int(min(Int64(buffer.count), length - offset))
        let count = try buffer.withUnsafeMutableBufferPointer { (bytes) throws(KernelError) in
          try file.read(
            into: UnsafeMutableRawBufferPointer(start: bytes.baseAddress, count: wanted), at: offset
          )
        }
        guard count > 0 else {
          // Shorter than it was: someone else has cut it. The digest will be wrong, and the upload starts anew.
          break
        }
        buffer.withUnsafeBytes { stream.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        offset += Int64(count)
      }
    }
    self.stream = consume stream
  }

  func update(_ bytes: [UInt8]) { stream?.update(bytes) }

  /// Once; nil afterwards.
  func finish() -> Digest? { stream.take()?.finish() }
}
