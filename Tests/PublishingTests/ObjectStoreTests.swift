import Cryptography
import Kernel
import LanyardTesting
import Synchronization
import Testing

@testable import Publishing

@Suite("The object store")
struct ObjectStoreTests {
  let directory = TemporaryDirectory()
  var root: String { directory.file("objects") }

  /// Three bytes of a kind, so that pieces differ.
  static let content: [UInt8] = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
  static let digest = Digest.sha256(content)

  private func bytes(of digest: Digest, in store: ObjectStore) throws -> [UInt8]? {
    guard let (number, length) = try store.open(digest) else { return nil }
    let file = Descriptor(adopting: number)
    #expect(try file.length() == length)
    return try FileSystem.read("\(root)/\(digest.hex)", limit: Int(length))
  }

  private func send(
    _ range: Range<Int>, to store: ObjectStore, as digest: Digest = Self.digest
  ) throws -> ObjectStore.Reception {
    try store.receive(
      Array(Self.content[range]), of: digest, at: Int64(range.lowerBound),
      total: Int64(Self.content.count))
  }

  @Test("takes an object in pieces and opens it when the last has come")
  func pieces() throws {
    let store = try ObjectStore(directory: root)
    #expect(try store.progress(of: Self.digest) == nil)
    #expect(try send(0..<4_000, to: store) == .received(4_000))
    #expect(try store.open(Self.digest) == nil)
    #expect(
      try store.progress(of: Self.digest)
        == ObjectStore.Progress(received: 4_000, length: 10_000, isComplete: false))
    #expect(try send(4_000..<10_000, to: store) == .complete(length: 10_000))
    #expect(try bytes(of: Self.digest, in: store) == Self.content)
    #expect(try store.progress(of: Self.digest)?.isComplete == true)
    #expect(try FileSystem.list(root + "/staging", limit: 10).isEmpty)
  }

  @Test(
    "goes on after a restart where the file ends, at every kind of end",
    arguments: [1, 4_000, 9_999])
  func restart(cut: Int) throws {
    do {
      let store = try ObjectStore(directory: root)
      #expect(try send(0..<cut, to: store) == .received(Int64(cut)))
    }
    let store = try ObjectStore(directory: root)
    #expect(try store.progress(of: Self.digest)?.received == Int64(cut))
    #expect(try store.progress(of: Self.digest)?.length == 10_000)
    #expect(try send(cut..<10_000, to: store) == .complete(length: 10_000))
    #expect(try bytes(of: Self.digest, in: store) == Self.content)
  }

  @Test("goes on behind what a killed process had written of a piece without answering it")
  func killedInTheMiddle() throws {
    do {
      let store = try ObjectStore(directory: root)
      #expect(try send(0..<4_000, to: store) == .received(4_000))
    }
    let part = "\(root)/staging/\(PartName(digest: Self.digest, length: 10_000).text)"
    let file = try Descriptor.file(writing: part)
    try Self.content.withUnsafeBytes {
      try file.write(UnsafeRawBufferPointer(rebasing: $0[4_000..<4_321]), at: 4_000)
    }
    let store = try ObjectStore(directory: root)
    #expect(try store.progress(of: Self.digest)?.received == 4_321)
    #expect(try send(4_000..<10_000, to: store) == .wrongOffset(received: 4_321))
    #expect(try send(4_321..<10_000, to: store) == .complete(length: 10_000))
  }

  @Test("asks for the last byte again when a process ended before it had checked the object")
  func killedAtTheEnd() throws {
    _ = try ObjectStore(directory: root)
    let name = PartName(digest: Self.digest, length: 10_000).text
    try FileSystem.replace("\(root)/staging/\(name)", with: Self.content)
    let store = try ObjectStore(directory: root)
    #expect(try store.progress(of: Self.digest)?.received == 9_999)
    #expect(try send(9_999..<10_000, to: store) == .complete(length: 10_000))
    #expect(try bytes(of: Self.digest, in: store) == Self.content)
  }

  @Test("tells where an upload ends when a piece starts elsewhere")
  func wrongOffset() throws {
    let store = try ObjectStore(directory: root)
    #expect(try send(5_000..<6_000, to: store) == .wrongOffset(received: 0))
    #expect(try send(0..<4_000, to: store) == .received(4_000))
    #expect(try send(0..<4_000, to: store) == .wrongOffset(received: 4_000))
    #expect(try send(4_001..<5_000, to: store) == .wrongOffset(received: 4_000))
  }

  @Test("drops an upload whose bytes are not the object (arbitrary software)")
  func wrongDigest() throws {
    let store = try ObjectStore(directory: root)
    let other = Digest.sha256([1, 2, 3])
    #expect(try send(0..<4_000, to: store, as: other) == .received(4_000))
    #expect(try send(4_000..<10_000, to: store, as: other) == .wrongDigest)
    #expect(try store.open(other) == nil)
    #expect(try store.progress(of: other) == nil)
    #expect(try FileSystem.list(root + "/staging", limit: 10).isEmpty)
  }

  @Test("holds an upload to the length it began with, and an object to its own (endless data)")
  func wrongLength() throws {
    let store = try ObjectStore(directory: root)
    #expect(try send(0..<4_000, to: store) == .received(4_000))
    let piece = Array(Self.content[4_000...])
    #expect(
      try store.receive(piece, of: Self.digest, at: 4_000, total: 10_001) == .wrongLength(10_000))
    #expect(try send(4_000..<10_000, to: store) == .complete(length: 10_000))
    #expect(try store.receive([1], of: Self.digest, at: 0, total: 1) == .wrongLength(10_000))
    #expect(try send(0..<10, to: store) == .complete(length: 10_000))
  }

  @Test("keeps the number of uploads within its bound")
  func tooMany() throws {
    let store = try ObjectStore(directory: root)
    for number in 0..<ObjectStore.mostUploads {
      let digest = Digest.sha256([UInt8(number)])
      #expect(try store.receive([0], of: digest, at: 0, total: 2) == .received(1))
    }
    #expect(try send(0..<10, to: store) == .tooMany)
    #expect(try store.removeUploads(idleSince: .max) == ObjectStore.mostUploads)
    #expect(try send(0..<10, to: store) == .received(10))
  }

  @Test("gives no place to a piece that nothing came before")
  func homelessPieces() throws {
    let store = try ObjectStore(directory: root)
    for number in 0...ObjectStore.mostUploads {
      let digest = Digest.sha256([UInt8(number)])
      #expect(
        try store.receive([0], of: digest, at: 1, total: 2) == .wrongOffset(received: 0))
      #expect(try store.progress(of: digest) == nil)
    }
    #expect(try send(0..<10, to: store) == .received(10))
  }

  @Test("begins anew with another length, also after a restart: which is right, the digest says")
  func falseLength() throws {
    for isRestarted in [false, true] {
      var store = try ObjectStore(directory: root)
      #expect(
        try store.receive([1, 2], of: Self.digest, at: 0, total: 1_000_000) == .received(2))
      if isRestarted { store = try ObjectStore(directory: root) }
      #expect(try send(0..<4_000, to: store) == .received(4_000))
      #expect(try FileSystem.list(root + "/staging", limit: 10).count == 1)
      #expect(try send(4_000..<10_000, to: store) == .complete(length: 10_000))
      try FileSystem.remove("\(root)/\(Self.digest.hex)")
    }
  }

  @Test("removes abandoned uploads and leaves fresh ones")
  func abandoned() throws {
    let store = try ObjectStore(directory: root)
    #expect(try send(0..<10, to: store) == .received(10))
    #expect(try store.removeUploads(idleSince: 0) == 0)
    #expect(try store.progress(of: Self.digest)?.received == 10)
    #expect(try store.removeUploads(idleSince: .max) == 1)
    #expect(try store.progress(of: Self.digest) == nil)
    #expect(try send(0..<10, to: store) == .received(10))
  }

  @Test("clears away at the start what no upload can go on from")
  func leftovers() throws {
    _ = try ObjectStore(directory: root)
    let name = PartName(digest: Self.digest, length: 3).text
    for file in ["staging/nonsense", "staging/\(name)", "\(Self.digest.hex).1-2.new"] {
      try FileSystem.replace("\(root)/\(file)", with: [1, 2, 3, 4])
    }
    let store = try ObjectStore(directory: root)
    #expect(try store.progress(of: Self.digest) == nil)
    #expect(try FileSystem.list(root + "/staging", limit: 10).isEmpty)
    #expect(try FileSystem.list(root, limit: 10).map(\.name) == ["staging"])
  }

  @Test("puts bytes there at once, twice without harm")
  func insert() throws {
    let store = try ObjectStore(directory: root)
    #expect(try store.insert(Self.content) == Self.digest)
    #expect(try store.insert(Self.content) == Self.digest)
    #expect(try bytes(of: Self.digest, in: store) == Self.content)
  }

  @Test("says what it was doing when the disk refuses")
  func diskRefuses() throws {
    let store = try ObjectStore(directory: root)
    let name = PartName(digest: Self.digest, length: 10_000).text
    // A folder where the upload's file should be made: the disk's refusal, whoever runs the test.
    try FileSystem.makeFolder("\(root)/staging/\(name)")
    let error = #expect(throws: ObjectStoreError.self) { try send(0..<10, to: store) }
    #expect(error?.doing == "receive object \(Self.digest.hex)")
    #expect(error?.isDiskFull == false)
  }

  @Test("calls a full disk and a used-up quota by their name", arguments: [Int32(28), 122])
  func diskFull(number: Int32) {
    let cause = KernelError(call: "pwrite", errno: Errno(rawValue: number))
    #expect(ObjectStoreError("receive object", cause).isDiskFull)
  }

  @Test("takes several uploads at once from several threads")
  func concurrent() async throws {
    let store = try ObjectStore(directory: root)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<16 {
        group.addTask {
          let content = Self.content.map { $0 &+ UInt8(number) }
          let digest = Digest.sha256(content)
          for start in stride(from: 0, to: content.count, by: 2_500) {
            _ = try store.receive(
              Array(content[start..<(start + 2_500)]), of: digest, at: Int64(start),
              total: Int64(content.count))
          }
          #expect(try store.length(of: digest) == 10_000)
        }
      }
      try await group.waitForAll()
    }
  }
}

@Suite("A piece's Content-Range")
struct ContentRangeTests {
  @Test("is read when all three numbers are known")
  func valid() {
    let range = ContentRange("bytes 0-4194303/536870912")
    #expect(range?.first == 0)
    #expect(range?.count == 4_194_304)
    #expect(range?.total == 536_870_912)
  }

  @Test(
    "is refused otherwise",
    arguments: [
      "", "bytes", "bytes 0-1", "bytes 0-1/*", "bytes */2", "bytes 1-0/2", "bytes 0-2/2",
      "bytes -1/2", "bytes 0-/2", "bytes 0-1/2/3", "bytes 0-1-2/3", "bytes +0-1/2", "bytes 0-1/2 ",
      "Bytes 0-1/2", "items 0-1/2", "bytes 0-99999999999999999999/99999999999999999999",
    ])
  func invalid(text: String) {
    #expect(ContentRange(text) == nil)
  }
}

@Suite("An upload's file name")
struct PartNameTests {
  @Test("is read back as it was written, and nothing else is")
  func roundTrip() {
    let name = PartName(digest: Digest.sha256([]), length: 77)
    #expect(PartName(name.text) == name)
    let hex = Digest.sha256([]).hex
    for bad in [
      "", "\(hex).part", "\(hex).0.part", "\(hex).07.part", "\(hex).-7.part", "x.7.part",
      "\(hex).7.part.part", "\(hex).9999999999999.part",
    ] {
      #expect(PartName(bad) == nil)
    }
  }
}

@Suite("Work lanes")
struct WorkLanesTests {
  @Test("refuse what does not fit, and keep the order of a lane")
  func bound() async {
    let lanes = WorkLanes(count: 1, most: 3)
    let order = AsyncStream<Int>.makeStream()
    let held = Mutex(())
    let taken = held.withLock { _ in
      // The lane waits for the lock at its first piece, so that all three are queued or running.
      (0..<4).map { number in
        lanes.run(lane: 0) {
          held.withLock { _ in }
          order.continuation.yield(number)
        }
      }
    }
    #expect(taken == [true, true, true, false])
    var seen: [Int] = []
    for await number in order.stream {
      seen.append(number)
      if seen.count == 3 { break }
    }
    #expect(seen == [0, 1, 2])
  }
}
