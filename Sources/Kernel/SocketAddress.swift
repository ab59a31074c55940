import CLinux
import Glibc

/// Where a socket is: a port of an IP address, or a path. Keeps the kernel's bytes, which nobody outside decodes.
package struct SocketAddress: Sendable, Hashable {
  /// As in `struct sockaddr` of its family; as long as the kernel is to be told.
  let bytes: [UInt8]

  /// For families of other targets: their `struct sockaddr`, whole.
  package init(bytes: [UInt8]) {
    precondition(bytes.count >= 2 && bytes.count <= 128, "a socket address has 2 to 128 bytes")
    self.bytes = bytes
  }

  /// A TCP address.
  /// - Parameter host: an IPv4 or IPv6 address, or a name that the resolver knows. May block for a name.
  package static func ip(_ host: String, port: UInt16) throws(KernelError) -> SocketAddress {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &found)
    defer { if let found { freeaddrinfo(found) } }
    guard code == 0, let first = found?.pointee, let address = first.ai_addr else {
      // The resolver has numbers of its own; the address is what a person can mend.
      let errno = code == EAI_SYSTEM ? Errno.last : .addressNotAvailable
      throw KernelError(call: "getaddrinfo", errno: errno, object: host)
    }
    let raw = UnsafeRawBufferPointer(start: address, count: Int(first.ai_addrlen))
    return SocketAddress(bytes: Array(raw))
  }

  /// The canonical text of an address that is written in digits, as `host` gives it; nil for anything else. Never asks a resolver.
  package static func canonicalHost(_ text: String) -> String? {
    for (family, size, offset) in [(AF_INET, 16, 4), (AF_INET6, 28, 8)] {
      var bytes = withUnsafeBytes(of: sa_family_t(family)) { Array($0) }
      bytes += [UInt8](repeating: 0, count: size - bytes.count)
      let isAddress = bytes.withUnsafeMutableBytes {
        inet_pton(family, text, $0.baseAddress.map { $0 + offset }) == 1
      }
      if isAddress { return SocketAddress(bytes: bytes).host }
    }
    return nil
  }

  /// A socket in the file system. A leading `@` stands for the abstract name space, as in systemd.
  package static func unix(_ path: String) throws(KernelError) -> SocketAddress {
    var name = Array(path.utf8)
    guard !name.isEmpty, name.count < 108, !name.contains(0) else {
      throw KernelError(call: "bind", errno: Errno(rawValue: ENAMETOOLONG), object: path)
    }
    if name[0] == UInt8(ascii: "@") { name[0] = 0 } else { name.append(0) }
    let family = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) }
    return SocketAddress(bytes: family + name)
  }

  /// Of a TCP address.
  package var port: UInt16? { isIP ? UInt16(bytes[2]) << 8 | UInt16(bytes[3]) : nil }

  /// True when only this machine can reach it: 127.0.0.0/8, ::1, or a path.
  package var isLoopback: Bool {
    switch Int32(family) {
    case AF_INET: bytes[4] == 127
    case AF_INET6: ipBytes == [UInt8](repeating: 0, count: 15) + [1] || mappedIPv4?.first == 127
    case AF_UNIX: true
    default: false
    }
  }

  /// The canonical text without port: IPv4-mapped IPv6 folded into IPv4, IPv6 as in RFC 5952; empty for other families.
  package var host: String {
    if let four = mappedIPv4 { return four.map(String.init).joined(separator: ".") }
    guard isIP else { return "" }
    var text = [CChar](repeating: 0, count: 64)
    let address = ipBytes
    guard inet_ntop(Int32(family), address, &text, socklen_t(text.count)) != nil else { return "" }
    return String(cText: text)
  }

  var family: sa_family_t { UInt16(bytes[0]) | UInt16(bytes[1]) << 8 }

  private var isIP: Bool {
    switch Int32(family) {
    case AF_INET: bytes.count >= 8
    case AF_INET6: bytes.count >= 24
    default: false
    }
  }

  /// The address itself, in network order.
  private var ipBytes: [UInt8] {
    Array(Int32(family) == AF_INET ? bytes[4..<8] : bytes[8..<24])
  }

  /// The IPv4 address inside ::ffff:0:0/96, RFC 4291 section 2.5.5.2.
  private var mappedIPv4: [UInt8]? {
    guard Int32(family) == AF_INET6, isIP else { return nil }
    let address = ipBytes
    let prefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    return address.starts(with: prefix) ? Array(address[12...]) : nil
  }

  /// Lets a call fill in an address.
  static func filled<R>(
    by call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws(KernelError)
      -> R
  ) throws(KernelError) -> (R, SocketAddress) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = try withStorage(&storage) { (address) throws(KernelError) in
      try call(address, &length)
    }
    let bytes = withUnsafeBytes(of: &storage) { Array($0.prefix(max(2, min(128, Int(length))))) }
    return (result, SocketAddress(bytes: bytes))
  }

  private static func withStorage<R>(
    _ storage: UnsafeMutablePointer<sockaddr_storage>,
    _ body: (UnsafeMutablePointer<sockaddr>) throws(KernelError) -> R
  ) throws(KernelError) -> R {
    try body(UnsafeMutableRawPointer(storage).assumingMemoryBound(to: sockaddr.self))
  }

  func withPointer<R>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) throws(KernelError) -> R
  ) throws(KernelError) -> R {
    // Copied, because bytes need not lie as a `sockaddr` must.
    var storage = sockaddr_storage()
    withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: bytes) }
    return try SocketAddress.withStorage(&storage) { (address) throws(KernelError) in
      try body(address, socklen_t(bytes.count))
    }
  }
}
