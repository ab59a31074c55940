import Testing

@testable import HTTPServer

@Suite("The index of who listens to what")
struct TopicIndexTests {
  private static let keys = (1...4).map { ConnectionKey(descriptor: Int32($0), registration: 9) }

  private func listeners(_ index: TopicIndex, _ topics: UInt64?...) -> Set<ConnectionKey> {
    var pokes = Pokes()
    for topic in topics { pokes.add(topic) }
    let found = index.listeners(of: pokes)
    #expect(Set(found).count == found.count, "nobody is named twice")
    return Set(found)
  }

  @Test("names the listeners of the topics that are poked, or all", arguments: 0..<3)
  func named(removed: Int) {
    var index = TopicIndex()
    for key in Self.keys[..<3] { index.insert(key, topic: 1) }
    index.insert(Self.keys[3], topic: 2)
    #expect(listeners(index, 1) == Set(Self.keys[..<3]))
    #expect(listeners(index, 2, 3) == [Self.keys[3]])
    #expect(listeners(index, nil) == Set(Self.keys))

    index.remove(Self.keys[removed], topic: 1)
    let rest = Set(Self.keys[..<3]).subtracting([Self.keys[removed]])
    #expect(listeners(index, 1) == rest)
    #expect(listeners(index, nil) == rest.union([Self.keys[3]]))
    for key in rest { index.remove(key, topic: 1) }
    #expect(listeners(index, 1).isEmpty)
    #expect(listeners(index, nil) == [Self.keys[3]])
  }

  @Test("does not mind who is not in it")
  func unknown() {
    var index = TopicIndex()
    index.insert(Self.keys[0], topic: 1)
    index.remove(Self.keys[1], topic: 1)
    index.remove(Self.keys[0], topic: 2)
    #expect(listeners(index, 1) == [Self.keys[0]])
  }
}
