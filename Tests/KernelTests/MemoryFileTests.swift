import Testing

@testable import Kernel

@Suite("A file in memory")
struct MemoryFileTests {
  @Test("holds its bytes, and lets nobody change them")
  func sealed() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
    let file = try Descriptor.memory("test", holding: bytes.span.bytes)
    #expect(try file.length() == 100_000)
    var read = [UInt8](repeating: 0, count: 100_001)
    let count = try read.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    #expect(Array(read[..<count]) == bytes)
    let error = #expect(throws: KernelError.self) {
      try bytes.withUnsafeBytes { try file.write($0, at: 0) }
    }
    #expect(error?.errno.name == "EPERM")
  }
}
