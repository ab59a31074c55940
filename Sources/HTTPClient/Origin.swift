/// A server: scheme, host and port.
package struct Origin: Hashable, Sendable, CustomStringConvertible {
  package let isSecure: Bool
  /// A name or an address, in lower case, without brackets.
  package let host: String
  package let port: UInt16

  package init(isSecure: Bool, host: String, port: UInt16) {
    self.isSecure = isSecure
    self.host = host.lowercased()
    self.port = port
  }

  /// Reads `https://gateway.example:8443`, with or without a slash at the end. Nil for anything more, or anything else.
  package init?(_ text: String) {
    guard let (origin, path) = Origin.split(text), path == "/" else { return nil }
    self = origin
  }

  /// The server and the path with query of a URL of either scheme; nil when it is none, or has a user name or a fragment.
  package static func split(_ url: String) -> (Origin, path: String)? {
    let isSecure: Bool
    let rest: Substring
    if url.lowercased().hasPrefix("https://") {
      (isSecure, rest) = (true, url.dropFirst(8))
    } else if url.lowercased().hasPrefix("http://") {
      (isSecure, rest) = (false, url.dropFirst(7))
    } else {
      return nil
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = rest[authority.endIndex...]
    guard let (host, port) = hostAndPort(authority), !path.contains("#"),
      path.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    let origin = Origin(isSecure: isSecure, host: host, port: port ?? (isSecure ? 443 : 80))
    return (origin, path.hasPrefix("/") ? String(path) : "/" + path)
  }

  /// As the Host field and an absolute URL write it: IPv6 in brackets, the scheme's own port left out.
  package var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }

  package var description: String { (isSecure ? "https://" : "http://") + authority }

  private static func hostAndPort(_ authority: Substring) -> (host: String, port: UInt16?)? {
    let host: Substring
    var rest: Substring
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = authority[authority.index(after: authority.startIndex)..<end]
      rest = authority[authority.index(after: end)...]
      guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." })
      else { return nil }
    } else {
      host = authority.prefix { $0 != ":" }
      rest = authority[host.endIndex...]
      guard !host.isEmpty, host.utf8.allSatisfy(isNameByte) else { return nil }
    }
    guard !rest.isEmpty else { return (String(host), nil) }
    guard rest.removeFirst() == ":", rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = UInt16(rest), port > 0
    else { return nil }
    return (String(host), port)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
