import HTTP
import Kernel

/// Who the client is when trusted proxies stand in front (BF-07).
enum ProxyChain {
  /// Takes the right-most hop that none of the trusted proxies is. With `trusted` proxies the nearest is the connection's peer, and each
  /// wrote down, at the right end of X-Forwarded-For, whom it was talking to; what stands further left was sent by the
  /// client, and may be anything.
  static func nameClient(of request: Request, trusted: Int) {
    guard let field = request.header("x-forwarded-for") else { return }
    let hops = field.split(separator: ",", omittingEmptySubsequences: false)
    guard let host = host(of: hops[max(0, hops.count - trusted)]) else { return }
    request.setSource(host)
  }

  /// The address in canonical text, without a port; nil when it is none.
  private static func host(of hop: Substring) -> String? {
    var text = hop.filter { $0 != " " && $0 != "\t" }
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      text = String(text[text.index(after: text.startIndex)..<end])
    } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
      text = String(text[..<colon])
    }
    return SocketAddress.canonicalHost(text)
  }
}
