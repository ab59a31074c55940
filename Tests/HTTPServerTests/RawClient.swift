import Kernel

/// A peer that says exactly what it is told to, and waits for at most ten seconds for anything.
final class RawClient {
  private let socket: Descriptor
  private var epoll: Epoll
  private var unread: [UInt8] = []
  /// Nil in the clear.
  private(set) var tls: TLSPeer?

  struct Silence: Error {
    /// What had come until then.
    let received: String
  }

  /// - Parameter window: how much may be on its way to us; a small one makes a slow reader, long before the machine's buffers are full.
  init(
    port: UInt16, host: String = "127.0.0.1", window: Int32? = nil,
    tls offer: TLSPeer.Offer? = nil
  ) throws {
    socket = try Descriptor.connecting(to: .ip(host, port: port), window: window)
    epoll = try Epoll(batch: 1)
    try epoll.add(socket.number, .writable)
    _ = try epoll.wait(until: .now + .seconds(10))
    if let errno = try socket.takeSocketError() {
      throw KernelError(call: "connect", errno: errno)
    }
    try epoll.change(socket.number, to: [.readable])
    guard let offer else { return }
    tls = TLSPeer(socket.number, offer)
    while case .wouldBlock = try tls?.shakeHands() { try wait() }
  }

  private func wait() throws {
    guard try epoll.wait(until: .now + .seconds(10)) > 0 else {
      throw Silence(received: String(decoding: unread, as: UTF8.self))
    }
  }

  /// Fails when the peer reads nothing for ten seconds.
  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let outcome = try bytes[sent...].withUnsafeBytes {
        if let tls { try tls.write($0) } else { try socket.send($0) }
      }
      if case .done(let count) = outcome {
        sent += count
      } else {
        try epoll.change(socket.number, to: [.writable])
        let isReady = try epoll.wait(until: .now + .seconds(10)) > 0
        try epoll.change(socket.number, to: [.readable])
        if !isReady { throw Silence(received: "(it does not read)") }
      }
    }
  }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// Sends no more.
  func finish() throws { try socket.finishSending() }

  /// Brings more bytes; false at the end.
  private func receiveMore() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      switch try buffer.withUnsafeMutableBytes({
        if let tls { try tls.read(into: $0) } else { try socket.receive(into: $0) }
      }) {
      case .done(0): return false
      case .done(let count):
        unread += buffer[..<count]
        return true
      case .wouldBlock: try wait()
      }
    }
  }

  /// The next bytes up to and with the mark.
  func text(through mark: String) throws -> String {
    let mark = Array(mark.utf8)
    var searched = 0
    while true {
      if let end = unread.end(of: mark, from: searched) {
        defer { unread.removeFirst(end) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      searched = max(0, unread.count - mark.count)
      guard try receiveMore() else {
        throw Silence(received: String(decoding: unread, as: UTF8.self))
      }
    }
  }

  func bytes(_ count: Int) throws -> [UInt8] {
    while unread.count < count {
      guard try receiveMore() else {
        throw Silence(received: String(decoding: unread, as: UTF8.self))
      }
    }
    defer { unread.removeFirst(count) }
    return Array(unread[..<count])
  }

  /// All that comes until the peer closes; a reset ends it, too.
  func rest() -> [UInt8] {
    while (try? receiveMore()) == true {}
    defer { unread = [] }
    return unread
  }

  /// Whether the peer closes without another byte.
  func isClosed() -> Bool {
    do {
      return try !receiveMore()
    } catch let error as KernelError {
      return error.errno == .connectionReset
    } catch {
      return false
    }
  }

  /// - Parameter hasBody: false for the answer to HEAD.
  func response(hasBody: Bool = true) throws -> RawResponse {
    var response = RawResponse(head: try text(through: "\r\n\r\n"))
    guard hasBody, response.status != 204, response.status != 304 else { return response }
    if let length = response["content-length"].flatMap({ Int($0) }) {
      response.body = try bytes(length)
    } else if response["transfer-encoding"] == "chunked" {
      while let chunk = try chunk() { response.body += chunk }
    } else {
      response.body = rest()
    }
    return response
  }

  /// The next chunk; nil for the last.
  func chunk() throws -> [UInt8]? {
    let size = Int(try text(through: "\r\n").dropLast(), radix: 16) ?? -1
    let content = try bytes(size)
    _ = try text(through: "\r\n")
    return size == 0 ? nil : content
  }

  func get(_ target: String, _ headers: String = "") throws -> RawResponse {
    try send("GET \(target) HTTP/1.1\r\nHost: here\r\n\(headers)\r\n")
    return try response()
  }
}

struct RawResponse {
  let status: Int
  let fields: [(name: String, value: String)]
  var body: [UInt8] = []

  init(head: String) {
    let lines = head.split(separator: "\r\n")
    status = Int(lines[0].split(separator: " ")[1]) ?? 0
    fields = lines.dropFirst().map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      let value = line[colon...].dropFirst().drop { $0 == " " }
      return (line[..<colon].lowercased(), String(value))
    }
  }

  /// Nil also when it is there twice, which no field of ours may be.
  subscript(name: String) -> String? {
    let values = fields.filter { $0.name == name }
    return values.count == 1 ? values[0].value : nil
  }

  var text: String { String(decoding: body, as: UTF8.self) }
  /// The problem's type without its prefix.
  var problem: String? {
    text.split(separator: "\"").first { $0.hasPrefix("urn:lanyard:problem:") }
      .map { String($0.dropFirst("urn:lanyard:problem:".count)) }
  }
}

extension [UInt8] {
  fileprivate func end(of mark: [UInt8], from start: Int) -> Int? {
    guard count >= mark.count else { return nil }
    for at in start...(count - mark.count) where self[at..<at + mark.count].elementsEqual(mark) {
      return at + mark.count
    }
    return nil
  }
}
