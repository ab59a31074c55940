/// Memory that a loop reads into, over and over. Its address is fixed, so that looking into it costs nothing.
final class Scratch {
  /// What is in it is of nobody once the turn is over.
  let memory: UnsafeMutableRawBufferPointer

  init(count: Int) {
    memory = .allocate(byteCount: count, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { memory.deallocate() }

  var count: Int { memory.count }

  /// The place from `start` on.
  func rest(from start: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: memory[start...])
  }

  func put(_ bytes: [UInt8]) { memory.copyBytes(from: bytes) }

  func copy(_ range: Range<Int>) -> [UInt8] { Array(memory[range]) }

  /// To look at, until something else is read.
  func place(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[range])
  }
}
