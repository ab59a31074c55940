import AccountSession
import Cryptography
import Glibc
import Kernel
import LanyardTesting
import Testing

@testable import Gateway

@Suite("A data directory")
struct DataDirectoryTests {
  private let temporary = TemporaryDirectory()
  private var path: String { temporary.file("data") }

  @Test("is made at the first start, with its secrets for the owner alone (CR-01)")
  func first() throws {
    let directory = try DataDirectory.opening(path)
    _ = try directory.openKeys()
    for name in ["pepper-1", "token-mac", "identifier-mac", "sealing", "log-head", "lock", "offer"]
    {
      #expect(try FileSystem.access(of: "\(path)/keys/\(name)").mode == 0o600)
    }
    #expect(try FileSystem.access(of: "\(path)/keys").mode == 0o700)
    #expect(try FileSystem.list("\(path)/keys", limit: 100).count == 7)
  }

  @Test("has the same secrets at the next start, and others in another directory")
  func same() throws {
    let first = try DataDirectory.opening(path).openKeys()
    try temporary.write("data/lanyard.db", [])
    let second = try DataDirectory.opening(path).openKeys()
    let other = try DataDirectory.opening(temporary.file("other")).openKeys()
    #expect(first.account.tokenMAC == second.account.tokenMAC)
    #expect(first.account.peppers == second.account.peppers)
    #expect(first.offer.seed == second.offer.seed)
    #expect(first.account.tokenMAC != other.account.tokenMAC)
    #expect(
      Set([first.account.tokenMAC, first.account.identifierMAC, first.offer.seed]).count == 3)
  }

  @Test("is never shared by two gateways")
  func shared() throws {
    let first = try DataDirectory.opening(path)
    #expect(throws: DataDirectoryError.inUse(path)) { _ = try DataDirectory.opening(path) }
    _ = first.path
  }

  @Test("is refused when others can read its secrets", arguments: [0o750, 0o701, 0o704])
  func openFolder(mode: Int) throws {
    _ = try DataDirectory.opening(path).openKeys()
    chmod("\(path)/keys", mode_t(mode))
    #expect(throws: DataDirectoryError.tooOpen("\(path)/keys", mode: UInt32(mode))) {
      try DataDirectory.opening(path).openKeys()
    }
  }

  @Test("is refused when others can change what is in it", arguments: [0o770, 0o702, 0o777])
  func writable(mode: Int) throws {
    let path = temporary.file("data")
    try FileSystem.makeFolder(path)
    chmod(path, mode_t(mode))
    #expect(throws: DataDirectoryError.writable(path, mode: UInt32(mode))) {
      _ = try DataDirectory.opening(path)
    }
    #expect(throws: DataDirectoryError.writable(path, mode: UInt32(mode))) {
      try DataDirectory.check(path)
    }
    #expect(try FileSystem.list(path, limit: 8).isEmpty)
  }

  @Test("may be behind a link, as a service manager puts it")
  func linked() throws {
    try FileSystem.makeFolder(temporary.file("private"))
    symlink(temporary.file("private"), temporary.file("data"))
    let data = try DataDirectory.opening(temporary.file("data"))
    _ = try data.openKeys()
    try DataDirectory.check(temporary.file("data"))
  }

  @Test("is refused when one secret can be read by others")
  func openFile() throws {
    _ = try DataDirectory.opening(path).openKeys()
    chmod("\(path)/keys/sealing", 0o640)
    #expect(throws: DataDirectoryError.tooOpen("\(path)/keys/sealing", mode: 0o640)) {
      try DataDirectory.opening(path).openKeys()
    }
  }

  @Test("is refused when a secret that its database needs is gone (CR-03)")
  func lost() throws {
    _ = try DataDirectory.opening(path).openKeys()
    try temporary.write("data/lanyard.db", [])
    try FileSystem.remove("\(path)/keys/token-mac")
    #expect(throws: DataDirectoryError.keyMissing("\(path)/keys/token-mac")) {
      try DataDirectory.opening(path).openKeys()
    }
  }

  @Test("is refused when a secret is damaged", arguments: ["", "00", "zz", "\0"])
  func damaged(text: String) throws {
    _ = try DataDirectory.opening(path).openKeys()
    try FileSystem.replace("\(path)/keys/offer", with: [UInt8](text.utf8))
    #expect(throws: DataDirectoryError.keyDamaged("\(path)/keys/offer")) {
      try DataDirectory.opening(path).openKeys()
    }
  }

  @Test("takes a second pepper that was put there by hand")
  func pepper() throws {
    _ = try DataDirectory.opening(path).openKeys()
    let text = [UInt8](String(repeating: "0a", count: 32).utf8)
    try FileSystem.replace("\(path)/keys/pepper-2", with: text)
    #expect(try DataDirectory.opening(path).openKeys().account.peppers.keys.sorted() == [1, 2])
  }
}
