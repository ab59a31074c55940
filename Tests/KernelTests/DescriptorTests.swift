import Glibc
import LanyardTesting
import Testing

@testable import Kernel

@Suite("A descriptor")
struct DescriptorTests {
  @Test("is closed when its owner ends")
  func closes() throws {
    let pair = try Descriptor.streamPair()
    try pair.split { (first, second) throws in
      _ = consume first
      // Only a closed peer makes the end readable.
      #expect(try receive(second) == "")
    }
  }

  @Test("stays open when its number is given away")
  func released() throws {
    let file = try Descriptor.file(reading: "/dev/null")
    let number = file.release()
    #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
    _ = Descriptor(adopting: number)
  }

  @Test("says would-block instead of waiting")
  func wouldBlock() throws {
    let pair = try Descriptor.streamPair()
    #expect(try receive(pair.first) == nil)
  }

  @Test("carries messages with their boundaries over a packet pair")
  func packets() throws {
    let pair = try Descriptor.packetPair()
    #expect(try send("one", to: pair.first) == 3)
    #expect(try send("two", to: pair.first) == 3)
    #expect(try receive(pair.second) == "one")
    #expect(try receive(pair.second) == "two")
  }

  @Test("throws instead of ending the process when the peer is gone")
  func brokenPipe() throws {
    let pair = try Descriptor.streamPair()
    try pair.split { (first, second) throws in
      _ = consume second
      let error = #expect(throws: KernelError.self) { try send("late", to: first) }
      #expect(error?.errno == .brokenPipe)
      #expect(error?.call == "send")
    }
  }

  @Test("traps when someone else closed it")
  func closedTwice() async {
    await #expect(processExitsWith: .failure) {
      let pair = try Descriptor.streamPair()
      close(pair.first.number)
      _ = try? pair.first.setNonBlocking()
    }
  }

  @Test("has a duplicate that outlives it")
  func duplicates() throws {
    let pair = try Descriptor.streamPair()
    try pair.split { (first, second) throws in
      let copy = try first.duplicate()
      _ = consume first
      #expect(try send("x", to: copy) == 1)
      #expect(try receive(second) == "x")
    }
  }
}

func send(_ text: String, to socket: borrowing Descriptor) throws -> Int? {
  let outcome = try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(KernelError) in
    try socket.send(UnsafeRawBufferPointer(bytes))
  }
  if case .done(let count) = outcome { return count }
  return nil
}

/// nil is would-block; an empty text is the end.
func receive(_ socket: borrowing Descriptor) throws -> String? {
  var buffer = [UInt8](repeating: 0, count: 256)
  let outcome = try buffer.withUnsafeMutableBufferPointer { (bytes) throws(KernelError) in
    try socket.receive(into: UnsafeMutableRawBufferPointer(bytes))
  }
  if case .done(let count) = outcome { return String(decoding: buffer[..<count], as: UTF8.self) }
  return nil
}
