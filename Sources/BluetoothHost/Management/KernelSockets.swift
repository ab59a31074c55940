import CBluetooth
import Glibc
package import Kernel

/// How the kernel's Bluetooth is reached. The one place of the real thing that a test puts something else into.
package struct KernelSockets: Sendable {
  /// The control socket of the management interface.
  package let openControl: @Sendable () throws(KernelError) -> Descriptor
  /// A channel for ATT on its way to a peer: it is there when it becomes writable and has no error.
  package let openChannel: @Sendable (ChannelRequest) throws(KernelError) -> Descriptor
  /// What the kernel says that a channel's encryption is worth now.
  package let security: @Sendable (borrowing Descriptor) throws(KernelError) -> LinkSecurity

  package init(
    openControl: @escaping @Sendable () throws(KernelError) -> Descriptor,
    openChannel: @escaping @Sendable (ChannelRequest) throws(KernelError) -> Descriptor,
    security: @escaping @Sendable (borrowing Descriptor) throws(KernelError) -> LinkSecurity
  ) {
    self.openControl = openControl
    self.openChannel = openChannel
    self.security = security
  }
}

/// A channel that is wanted.
package struct ChannelRequest: Hashable, Sendable {
  /// Ours, which says through which controller.
  package let adapter: BluetoothAddress
  package let peer: BluetoothAddress
  /// Whether the key must be one that nobody can have sat in between of.
  package let isAuthenticated: Bool
}

extension KernelSockets {
  package static let real = KernelSockets(
    openControl: { () throws(KernelError) in try controlSocket() },
    openChannel: { (request) throws(KernelError) in try channel(request) },
    security: { (channel) throws(KernelError) in
      let bytes = try channel.option(level: SOL_BLUETOOTH, BT_SECURITY, byteCount: 2)
      return LinkSecurity(level: bytes[0], keySize: bytes[1])
    })

  /// Each read brings one packet. Needs CAP_NET_ADMIN for most of what can be asked.
  private static func controlSocket() throws(KernelError) -> Descriptor {
    let socket = try Descriptor.socket(
      family: AF_BLUETOOTH, type: Int32(SOCK_RAW.rawValue), protocol: BTPROTO_HCI)
    try socket.bind(
      to: SocketAddress(
        bytes: UInt16(AF_BLUETOOTH).littleEndianBytes + UInt16(HCI_DEV_NONE).littleEndianBytes
          + UInt16(HCI_CHANNEL_CONTROL).littleEndianBytes))
    // Newer kernels take no more than 1,028 bytes at a time unless told, which is 28 keys. Older ones take all, and refuse to be told.
    try? socket.setOption(level: SOL_BLUETOOTH, BT_SNDMTU, Int32(UInt16.max))
    return socket
  }

  /// Security is asked for before the channel is: the kernel then encrypts before it lets a byte through.
  private static func channel(_ request: ChannelRequest) throws(KernelError) -> Descriptor {
    let socket = try Descriptor.socket(
      family: AF_BLUETOOTH, type: Int32(SOCK_SEQPACKET.rawValue), protocol: BTPROTO_L2CAP)
    try socket.bind(to: SocketAddress(channelAt: request.adapter))
    let level = request.isAuthenticated ? BT_SECURITY_HIGH : BT_SECURITY_MEDIUM
    try socket.setOption(level: SOL_BLUETOOTH, BT_SECURITY, bytes: [UInt8(level), 0])
    do throws(KernelError) {
      try socket.connect(to: SocketAddress(channelAt: request.peer))
    } catch {
      // The answer of a kernel 6.1 after a packet that failed its integrity check; see `SecureChannel.leaveToKernel`.
      if error.errno == .noSystemCall { _ = socket.release() }
      throw error
    }
    return socket
  }
}

extension LinkSecurity {
  /// From `struct bt_security`: levels of 2 are encrypted, of 3 and above authenticated.
  init(level: UInt8, keySize: UInt8) {
    let isEncrypted = Int32(level) >= BT_SECURITY_MEDIUM
    self.init(
      isEncrypted: isEncrypted, isAuthenticated: Int32(level) >= BT_SECURITY_HIGH,
      keySize: isEncrypted ? Int(keySize) : 0)
  }
}

extension SocketAddress {
  /// `struct sockaddr_l2` for ATT's fixed channel, number 4. Core Specification 5.4, Vol 3, Part A, 2.1. It is padded to 14 bytes.
  fileprivate init(channelAt address: BluetoothAddress) {
    let kind = address.isRandom ? BDADDR_LE_RANDOM : BDADDR_LE_PUBLIC
    self.init(
      bytes: UInt16(AF_BLUETOOTH).littleEndianBytes + [0, 0] + address.bytes
        + UInt16(4).littleEndianBytes + [UInt8(kind), 0])
  }
}

extension UInt16 {
  fileprivate var littleEndianBytes: [UInt8] { [UInt8(self & 0xFF), UInt8(self >> 8)] }
}
