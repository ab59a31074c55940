/// Which connections listen to which topic.
struct TopicIndex {
  private var members: [UInt64: [ConnectionKey]] = [:]

  mutating func insert(_ key: ConnectionKey, topic: UInt64) {
    members[topic, default: []].append(key)
  }

  mutating func remove(_ key: ConnectionKey, topic: UInt64) {
    // Taken out, so that it is changed in place.
    guard var keys = members.removeValue(forKey: topic) else { return }
    if let index = keys.lastIndex(of: key) {
      keys.swapAt(index, keys.count - 1)
      keys.removeLast()
    }
    if !keys.isEmpty { members[topic] = keys }
  }

  /// Those whom the pokes mean.
  func listeners(of pokes: Pokes) -> [ConnectionKey] {
    pokes.all ? members.values.flatMap { $0 } : pokes.topics.flatMap { members[$0] ?? [] }
  }
}
