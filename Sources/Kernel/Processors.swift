import CLinux

/// The cores of this machine, as far as they are ours.
package enum Processors {
  /// How many this process may run on: its share in a container, not the whole machine; 1 or more.
  package static var usable: Int {
    var mask = [UInt](repeating: 0, count: 16)
    let bytes = mask.count * MemoryLayout<UInt>.size
    let filled = mask.withUnsafeMutableBufferPointer {
      lanyard_usable_cores($0.baseAddress, UInt(bytes))
    }
    return filled > 0 ? max(1, mask.reduce(0) { $0 + $1.nonzeroBitCount }) : 1
  }
}
