/// The network that a request came from, as far as it is one customer's (BF-07).
///
/// An IPv4 address stands for itself; of an IPv6 address the first 64 bits count, because whoever has one address of a
/// network has all 2^64.
package struct SourceNetwork: Hashable, Sendable {
  let bytes: [UInt8]

  /// - Parameter address: `Request.source`: the canonical text of an address, IPv4-mapped ones folded into IPv4 already. What is
  ///   no address (a test's, a socket's path) stands for itself.
  package init(_ address: String) {
    bytes = Self.prefix64(of: address) ?? Array(address.utf8)
  }

  /// RFC 4291 section 2.2, as far as the first four groups of it. Nil for what is no IPv6 address.
  private static func prefix64(of address: String) -> [UInt8]? {
    // A zone (RFC 4007) names one of our own interfaces, not the sender.
    let text = address.prefix { $0 != "%" }
    guard text.contains(":") else { return nil }
    var groups: [UInt16] = []
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    guard let head = Self.groups(halves[0]) else { return nil }
    groups = head
    if halves.count == 2 {
      guard let tail = Self.groups(halves[1]), head.count + tail.count < 8 else { return nil }
      groups += Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }
    guard groups.count == 8 else { return nil }
    return groups.prefix(4).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }

  private static func groups(_ text: Substring) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    var groups: [UInt16] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      guard part.utf8.count <= 4, part.first != "+", let group = UInt16(part, radix: 16) else {
        return nil
      }
      groups.append(group)
    }
    return groups
  }
}
