import Kernel

/// Where a webhook is: `https://`, or `http://` on this machine, because what is posted there opens accounts.
struct WebhookAddress: Hashable, Sendable {
  /// Scheme, host and port, as `https://hooks.example.org:8443`.
  let origin: String
  /// With the query; starts with a slash.
  let target: String

  init?(_ text: String) {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("#") else {
      return nil
    }
    let isSecure = text.hasPrefix("https://")
    guard isSecure || text.hasPrefix("http://") else { return nil }
    let rest = text.dropFirst(isSecure ? 8 : 7)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let host = rest[..<slash]
    guard !host.isEmpty, !host.contains("@"), !host.contains("?") else { return nil }
    if !isSecure {
      let listen = ListenAddress(String(host)) ?? ListenAddress("\(host):80")
      guard let listen, listen.isLoopback else { return nil }
    }
    origin = String(text[..<slash])
    target = slash == rest.endIndex ? "/" : String(rest[slash...])
  }
}
