import Kernel

/// Where to listen: an address of this machine and a port.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// An IPv4 or IPv6 address; `localhost` is read as 127.0.0.1.
  package let host: String
  /// 0 lets the kernel choose.
  package let port: UInt16

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  static let expectation = "an address and a port, as 127.0.0.1:8080 or [::1]:8080"

  /// Nil unless it is a numeric address with its port: a name could come to mean another machine, or none, at the next start.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    var host = text[..<colon]
    let digits = text[text.index(after: colon)...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = UInt16(digits)
    else { return nil }
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host.contains(":") else { return nil }
    } else if host == "localhost" {
      host = "127.0.0.1"
    } else if host.contains(":") {
      return nil
    }
    let isNumeric = host.utf8.allSatisfy {
      $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
        || Character(Unicode.Scalar($0)).isHexDigit
    }
    guard isNumeric, let address = try? SocketAddress.ip(String(host), port: port),
      !address.host.isEmpty
    else { return nil }
    self.init(host: address.host, port: port)
  }

  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Whether only this machine can reach it.
  package var isLoopback: Bool {
    // An address that cannot be read was refused before; were it not, the careful answer is no.
    (try? SocketAddress.ip(host, port: port))?.isLoopback ?? false
  }
}
