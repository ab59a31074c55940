import Kernel

/// Sockets that are given arrays.
extension Descriptor {
  /// Sends `bytes[range]`.
  borrowing func send(
    _ bytes: [UInt8], _ range: Range<Int>, more: Bool
  ) throws(KernelError) -> Outcome<Int> {
    try bytes.span.bytes.extracting(range).withUnsafeBytes {
      (bytes) throws(KernelError) in try send(bytes, more: more)
    }
  }

  /// Sends `first`, then `second[range]`, as if they were one.
  borrowing func send(
    _ first: [UInt8], _ second: [UInt8], _ range: Range<Int>
  ) throws(KernelError) -> Outcome<Int> {
    try first.span.bytes.withUnsafeBytes { (first) throws(KernelError) in
      try second.span.bytes.extracting(range).withUnsafeBytes {
        (second) throws(KernelError) in try send(first, second)
      }
    }
  }
}
