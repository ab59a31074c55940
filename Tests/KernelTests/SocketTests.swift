import LanyardTesting
import Testing

@testable import Kernel

@Suite("A listening socket")
struct SocketTests {
  @Test("accepts what connects, and knows both ends", arguments: ["127.0.0.1", "::1"])
  func accepts(host: String) throws {
    let listener = try Descriptor.listening(at: .ip(host, port: 0))
    let address = try listener.localAddress()
    let port = try #require(address.port)
    #expect(port != 0)
    #expect(address.isLoopback)
    #expect(try listener.accept() == .wouldBlock)
    let client = try Descriptor.connecting(to: .ip(host, port: port))
    var epoll = try Epoll()
    try epoll.add(listener.number, .readable)
    #expect(try epoll.wait(until: .never) == 1)
    guard case .done(let number) = try listener.accept() else {
      Issue.record("nobody there")
      return
    }
    let server = Descriptor(adopting: number)
    #expect(try server.peerAddress().host == host)
    #expect(try server.peerAddress() == client.localAddress())
    #expect(try client.takeSocketError() == nil)
    try server.sendWithoutDelay()
    try client.finishSending()
    try epoll.add(server.number, .readable)
    #expect(try epoll.wait(until: .never) == 1)
    #expect(try receive(server) == "")
  }

  @Test("shares its port when asked, and says so when it cannot")
  func shares() throws {
    let first = try Descriptor.listening(at: .ip("127.0.0.1", port: 0), sharesPort: true)
    let address = try first.localAddress()
    let second = try Descriptor.listening(at: address, sharesPort: true)
    #expect(try second.localAddress() == address)
    let alone = try Descriptor.listening(at: .ip("127.0.0.1", port: 0))
    let taken = try alone.localAddress()
    let error = #expect(throws: KernelError.self) { try listen(at: taken) }
    #expect(error?.errno == .addressInUse)
    #expect(error?.description.hasPrefix("bind 127.0.0.1 port ") == true)
  }

  private func listen(at address: SocketAddress) throws {
    _ = try Descriptor.listening(at: address)
  }

  @Test("is a path in a folder, too")
  func path() throws {
    let folder = TemporaryDirectory()
    let address = try SocketAddress.unix(folder.file("socket"))
    let listener = try Descriptor.listening(at: address)
    let client = try Descriptor.connecting(to: address)
    guard case .done(let number) = try listener.accept() else {
      Issue.record("nobody there")
      return
    }
    let server = Descriptor(adopting: number)
    _ = try send("hello", to: client)
    #expect(try receive(server) == "hello")
    #expect(address.isLoopback)
  }
}

@Suite("A socket address")
struct SocketAddressTests {
  @Test(
    "has one text, with IPv4 folded out of IPv6 (BF-07)",
    arguments: [
      ("192.0.2.7", "192.0.2.7", false), ("::ffff:192.0.2.7", "192.0.2.7", false),
      ("::ffff:127.0.0.1", "127.0.0.1", true), ("2001:DB8:0:0:0::1", "2001:db8::1", false),
      ("127.8.9.1", "127.8.9.1", true), ("0.0.0.0", "0.0.0.0", false), ("::", "::", false),
    ])
  func text(given: String, canonical: String, isLoopback: Bool) throws {
    let address = try SocketAddress.ip(given, port: 8443)
    #expect(address.host == canonical)
    #expect(address.isLoopback == isLoopback)
    #expect(address.port == 8443)
  }

  @Test("is refused when it is none", arguments: ["256.0.0.1", "not a host", "1.2.3.4.5"])
  func refused(host: String) {
    #expect(throws: KernelError.self) { try SocketAddress.ip(host, port: 1) }
  }

  @Test("is refused when the path is too long, empty, or hides a NUL")
  func paths() {
    for path in [String(repeating: "x", count: 108), "", "a\0b"] {
      #expect(throws: KernelError.self) { try SocketAddress.unix(path) }
    }
  }
}
