/// Which connections listen to which topic.
struct TopicIndex {
  /// Most topics have one listener, which needs no array.
  private var first: [UInt64: ConnectionKey] = [:]
  private var others: [UInt64: [ConnectionKey]] = [:]

  mutating func insert(_ key: ConnectionKey, topic: UInt64) {
    if first[topic] == nil {
      first[topic] = key
    } else {
      others[topic, default: []].append(key)
    }
  }

  mutating func remove(_ key: ConnectionKey, topic: UInt64) {
    // Taken out, so that it is changed in place.
    var rest = others.removeValue(forKey: topic) ?? []
    if first[topic] == key {
      first[topic] = rest.popLast()
    } else if let index = rest.lastIndex(of: key) {
      rest.swapAt(index, rest.count - 1)
      rest.removeLast()
    }
    if !rest.isEmpty { others[topic] = rest }
  }

  /// Those whom the pokes mean.
  func listeners(of pokes: Pokes) -> [ConnectionKey] {
    if pokes.all { return Array(first.values) + others.values.flatMap { $0 } }
    return pokes.topics.flatMap { topic in
      (first[topic].map { [$0] } ?? []) + (others[topic] ?? [])
    }
  }
}
