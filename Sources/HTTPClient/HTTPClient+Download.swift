import HTTP
import Kernel

extension HTTPClient {
  /// Gets a file whose address names its content, and goes on where an earlier call left off.
  ///
  /// - Parameters:
  ///   - path: where it is written. What is there already counts as its beginning; it stays there when the call fails.
  ///   - length: of the whole file; an answer of another length is an error.
  ///   - take: every byte of the file, in order, those that were there already included: for a digest, which the caller compares
  ///     before it believes in the file, and for a progress bar.
  package func download(
    _ target: String, to path: String, length: Int64, take: ([UInt8]) -> Void
  ) throws(HTTPClientError) {
    let file = try filing { () throws(KernelError) in try Descriptor.file(writing: path) }
    var have = try filing { () throws(KernelError) in try file.length() }
    if have > length {
      try filing { () throws(KernelError) in try file.truncate(to: 0) }
      have = 0
    }
    try reread(file, have, take)
    if have < length {
      let received = try receive(target, into: file, from: have, upTo: length, take)
      guard received == length else { throw .cutShort(origin) }
    }
    try filing { () throws(KernelError) in try file.synchronize() }
  }

  private func reread(
    _ file: borrowing Descriptor, _ length: Int64, _ take: ([UInt8]) -> Void
  ) throws(HTTPClientError) {
    var at: Int64 = 0
    while at < length {
      var piece = [UInt8](repeating: 0, count: Int(min(256 << 10, length - at)))
      let count = try filing { () throws(KernelError) in
        try piece.withUnsafeMutableBufferPointer { (buffer) throws(KernelError) in
          try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: at)
        }
      }
      guard count > 0 else { return }
      piece.removeLast(piece.count - count)
      take(piece)
      at += Int64(count)
    }
  }

  /// - Returns: how long the file is then.
  private func receive(
    _ target: String, into file: borrowing Descriptor, from have: Int64, upTo length: Int64,
    _ take: ([UInt8]) -> Void
  ) throws(HTTPClientError) -> Int64 {
    let range = have > 0 ? [(name: "Range", value: "bytes=\(have)-")] : []
    var at = have
    // A server that sends the whole in spite of the range sends first what is there already.
    var known = have
    var refusal: [UInt8] = []
    let head = try exchange(ClientRequest(.get, target, headers: range)) {
      (head, piece) throws(HTTPClientError) in
      guard head.status == .ok || head.status == .partialContent else {
        refusal += piece
        return refusal.count <= settings.mostBody
      }
      if head.status == .partialContent {
        guard head["content-range"]?.hasPrefix("bytes \(have)-") == true else {
          throw .malformed(origin)
        }
        known = 0
      }
      let skipped = min(known, Int64(piece.count))
      known -= skipped
      let fresh = Array(piece.dropFirst(Int(skipped)))
      guard at + Int64(fresh.count) <= length else { throw .tooLong(limit: Int(length)) }
      try filing { () throws(KernelError) in
        try fresh.withUnsafeBufferPointer { (buffer) throws(KernelError) in
          try file.write(UnsafeRawBufferPointer(buffer), at: at)
        }
      }
      at += Int64(fresh.count)
      take(fresh)
      return true
    }
    _ = try ClientResponse(head: head, body: refusal).orRefused()
    return at
  }

  private func filing<R: ~Copyable>(
    _ body: () throws(KernelError) -> R
  ) throws(HTTPClientError) -> R {
    do throws(KernelError) { return try body() } catch { throw .file(error) }
  }
}
