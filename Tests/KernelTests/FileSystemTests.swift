import Glibc
import LanyardTesting
import Testing

@testable import Kernel

@Suite("The file system")
struct FileSystemTests {
  let folder = TemporaryDirectory()

  @Test("replaces a file whole, with its mode and nothing left over")
  func replaces() throws {
    let path = folder.file("key")
    try FileSystem.replace(path, with: Array("old".utf8), mode: 0o600)
    try FileSystem.replace(path, with: Array("new and longer".utf8), mode: 0o640)
    #expect(try FileSystem.read(path, limit: 100) == Array("new and longer".utf8))
    #expect(try FileSystem.access(of: path).mode & 0o777 == 0o640)
    #expect(names() == ["key"])
  }

  @Test("leaves the old file and no rest when a replacement fails")
  func fails() throws {
    try FileSystem.makeFolder(folder.file("taken"))
    #expect(throws: KernelError.self) { try FileSystem.replace(folder.file("taken"), with: [1]) }
    #expect(names() == ["taken"])
  }

  @Test("reads at most the limit", arguments: [0, 1, 4095, 4096, 4097, 10_000])
  func limit(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let path = try folder.write("file", bytes)
    #expect(try FileSystem.read(path, limit: size) == bytes)
    #expect(try FileSystem.read(path, limit: size + 1) == bytes)
    if size > 0 {
      let error = #expect(throws: KernelError.self) {
        try FileSystem.read(path, limit: size - 1)
      }
      #expect(error?.errno.name == "EFBIG")
      #expect(error?.object == path)
    }
  }

  @Test("reads files that say they are empty")
  func proc() throws {
    #expect(try !FileSystem.read("/proc/self/status", limit: 100_000).isEmpty)
  }

  @Test("counts a missing file as removed and a present folder as made")
  func idempotent() throws {
    try FileSystem.remove(folder.file("nothing"))
    try FileSystem.makeFolder(folder.file("a"))
    try FileSystem.makeFolder(folder.file("a"))
    #expect(names() == ["a"])
  }

  @Test("tells the free space") func space() throws {
    #expect(try FileSystem.freeBytes(at: folder.path) > 0)
    let error = #expect(throws: KernelError.self) {
      try FileSystem.freeBytes(at: folder.file("none"))
    }
    #expect(error?.errno == .noSuchFile)
  }

  @Test("lets one owner lock a directory at a time")
  func lock() throws {
    do {
      let lock = try DirectoryLock.taking(folder.path)
      #expect(try isLocked())
      _ = consume lock
    }
    #expect(try !isLocked())
  }

  @Test("never creates over something or writes through a link")
  func links() throws {
    #expect(symlink(folder.file("target"), folder.file("link")) == 0)
    #expect(throws: KernelError.self) { try open { try .file(creating: folder.file("link")) } }
    #expect(throws: KernelError.self) { try open { try .file(writing: folder.file("link")) } }
    #expect(names() == ["link"])
  }

  @Test("sends a part of a file to a socket")
  func sendfile() throws {
    let path = try folder.write("file", Array("0123456789".utf8))
    let file = try Descriptor.file(reading: path)
    #expect(try file.length() == 10)
    let pair = try Descriptor.streamPair()
    #expect(try pair.first.send(file: file, from: 3, count: 4) == .done(4))
    #expect(try receive(pair.second) == "3456")
    #expect(try pair.first.send(file: file, from: 10, count: 4) == .done(0))
  }

  private func open(_ make: () throws -> Descriptor) throws { _ = try make() }

  private func isLocked() throws -> Bool {
    if case .none = try DirectoryLock.taking(folder.path) { return true }
    return false
  }

  private func names() -> [String] {
    guard let stream = opendir(folder.path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
