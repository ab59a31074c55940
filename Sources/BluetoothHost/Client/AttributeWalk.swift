import BluetoothWire

/// A way through a server's handles, upwards only. Every answer must lie beyond the one before and within the range asked
/// for; so a walk ends, whatever the server says. Core Specification 5.4, Vol 3, Part G, 4.4 to 4.7.
struct AttributeWalk: Hashable, Sendable {
  /// Where the next request starts.
  private(set) var next: AttributeHandle
  let last: AttributeHandle
  private(set) var isAtEnd = false
  private var found = 0
  private let most: Int
  /// What is looked for, for the fault.
  private let what: String

  init(_ range: AttributeRange, most: Int, of what: String) {
    next = range.first
    last = range.last
    self.most = most
    self.what = what
  }

  /// Goes past one thing found.
  mutating func pass(
    from first: AttributeHandle, to end: AttributeHandle
  ) throws(GATTFault) {
    guard !isAtEnd, first >= next, first <= end, end <= last else {
      throw GATTFault.violation("\(what) at a handle that was not asked for")
    }
    found += 1
    guard found <= most else { throw GATTFault.violation("more than \(most) \(what)") }
    if let following = end.next, following <= last {
      next = following
    } else {
      isAtEnd = true
    }
  }

  /// What an error means: "not found" is how a server ends a list.
  mutating func stop(_ code: ATTErrorCode, at handle: AttributeHandle) throws(GATTFault) {
    guard code == .attributeNotFound else { throw GATTFault.refused(code, handle) }
    isAtEnd = true
  }
}
