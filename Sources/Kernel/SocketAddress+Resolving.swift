import CLinux
import Glibc

extension SocketAddress {
  /// Every TCP address of a host, in the order in which the resolver says to try them; never empty. May block for a name.
  ///
  /// - Parameter host: an IPv4 or IPv6 address, or a name. The corresponding C function is `getaddrinfo`.
  package static func resolving(
    _ host: String, port: UInt16
  ) throws(KernelError) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &found)
    defer { if let found { freeaddrinfo(found) } }
    var addresses: [SocketAddress] = []
    var next = code == 0 ? found : nil
    while let entry = next?.pointee {
      if let address = entry.ai_addr {
        let raw = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
        addresses.append(SocketAddress(bytes: Array(raw)))
      }
      next = entry.ai_next
    }
    guard !addresses.isEmpty else {
      // The resolver has numbers of its own; the name is what a person can mend.
      let errno = code == EAI_SYSTEM ? Errno.last : .addressNotAvailable
      throw KernelError(call: "getaddrinfo", errno: errno, object: host)
    }
    return addresses
  }
}
