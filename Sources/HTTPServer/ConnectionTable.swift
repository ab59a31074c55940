/// The connections of a loop, found by descriptor and checked by registration.
struct ConnectionTable {
  private var slots: [Connection?] = []
  private(set) var count = 0

  /// Nil when the connection that was meant is gone.
  subscript(key: ConnectionKey) -> Connection? {
    let index = Int(key.descriptor)
    guard index < slots.count, let connection = slots[index], connection.key == key else {
      return nil
    }
    return connection
  }

  mutating func insert(_ connection: Connection) {
    let index = Int(connection.key.descriptor)
    if index >= slots.count {
      slots.append(contentsOf: repeatElement(nil, count: index + 1 - slots.count))
    }
    slots[index] = connection
    count += 1
  }

  mutating func remove(_ connection: Connection) {
    slots[Int(connection.key.descriptor)] = nil
    count -= 1
  }

  /// Those open now; closing them meanwhile is no harm.
  var all: [Connection] { slots.compactMap { $0 } }
}
