/// Who waits to be connected through one controller, which reaches for one peer at a time. Those that were just heard come first, so
/// that none waits for another that is away.
struct ConnectQueue: Hashable {
  private var heard: [BluetoothAddress] = []
  private var unheard: [BluetoothAddress] = []
  private(set) var current: BluetoothAddress?

  mutating func add(_ address: BluetoothAddress, isHeard: Bool) {
    if isHeard { heard.append(address) } else { unheard.append(address) }
  }

  /// Who is to be connected now; nil while one is, or none waits.
  mutating func next() -> BluetoothAddress? {
    guard current == nil else { return nil }
    current = !heard.isEmpty ? heard.removeFirst() : unheard.isEmpty ? nil : unheard.removeFirst()
    return current
  }

  /// It is connected, or will not be.
  mutating func remove(_ address: BluetoothAddress) {
    heard.removeAll { $0 == address }
    unheard.removeAll { $0 == address }
    if current == address { current = nil }
  }
}
