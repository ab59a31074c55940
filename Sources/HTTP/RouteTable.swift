/// Which route a request takes. Made once per loop; a look-up compares bytes and allocates nothing.
///
/// A literal segment goes before a captured one; where the literal's branch holds nothing for the rest of the path, the captured
/// one is tried. Paths are compared byte by byte: "/v1/themes/" is not "/v1/themes".
package struct RouteTable {
  /// In the order given.
  package let routes: [Route]

  private var nodes: [Node] = [Node()]
  private var edges: [[Edge]] = [[]]
  private var captureNames: [[String]] = []

  /// What the table says of a request.
  package enum Match: Hashable, Sendable {
    /// The index in `routes`. What the pattern captured is in the request now.
    case route(Int)
    /// 404.
    case noPath
    /// 405, or 204 for OPTIONS, with these methods as the Allow header.
    case noMethod(allow: String)
  }

  private struct Node {
    /// The node behind a captured segment.
    var captured: Int?
    /// Routes that end here.
    var routes: [(method: Method, index: Int)] = []
    var allow = ""
  }

  private struct Edge {
    let segment: [UInt8]
    let target: Int
  }

  /// Traps when two routes have the same method and pattern, or a pattern is none.
  package init(_ routes: [Route]) {
    self.routes = routes
    for (index, route) in routes.enumerated() { add(route, index) }
  }

  /// A HEAD request takes the GET route where no route is for HEAD.
  package func match(_ request: Request) -> Match {
    var stretches = InlineArray<4, Extent>(repeating: Extent())
    let node = request.withPath { walk($0, from: 0, node: 0, depth: 0, &stretches) }
    guard let node else { return .noPath }
    guard
      let index = route(request.method, at: node)
        ?? (request.method == .head ? route(.get, at: node) : nil)
    else { return .noMethod(allow: nodes[node].allow) }
    if !captureNames[index].isEmpty { request.capture(captureNames[index], stretches) }
    return .route(index)
  }

  private func route(_ method: Method, at node: Int) -> Int? {
    for route in nodes[node].routes where route.method == method { return route.index }
    return nil
  }

  /// - Parameter offset: of the slash before the next segment.
  /// - Returns: the node where the path ends, if routes end there.
  private func walk(
    _ path: UnsafeRawBufferPointer, from offset: Int, node: Int, depth: Int,
    _ stretches: inout InlineArray<4, Extent>
  ) -> Int? {
    guard offset < path.count else { return nodes[node].routes.isEmpty ? nil : node }
    guard path[offset] == UInt8(ascii: "/") else { return nil }
    var end = offset + 1
    while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
    let count = end - offset - 1

    for edge in edges[node] where edge.segment.count == count {
      if equal(path, offset + 1, edge.segment),
        let found = walk(path, from: end, node: edge.target, depth: depth, &stretches)
      {
        return found
      }
    }
    guard count > 0, let captured = nodes[node].captured else { return nil }
    stretches[depth] = Extent(offset + 1, end)
    return walk(path, from: end, node: captured, depth: depth + 1, &stretches)
  }

  @inline(__always)
  private func equal(_ path: UnsafeRawBufferPointer, _ start: Int, _ segment: [UInt8]) -> Bool {
    for index in segment.indices where path[start + index] != segment[index] { return false }
    return true
  }

  private mutating func add(_ route: Route, _ index: Int) {
    let pattern = "\(route.pattern)"
    precondition(pattern.hasPrefix("/"), "a pattern begins with a slash: \(pattern)")
    var node = 0
    var names: [String] = []
    for segment in pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      if segment.hasPrefix("{"), segment.hasSuffix("}") {
        names.append(String(segment.dropFirst().dropLast()))
        node = nodes[node].captured ?? addNode { $0[node].captured = $1 }
      } else {
        let bytes = Array(segment.utf8)
        if let edge = edges[node].first(where: { $0.segment == bytes }) {
          node = edge.target
        } else {
          let target = addNode { _, _ in }
          edges[node].append(Edge(segment: bytes, target: target))
          node = target
        }
      }
    }
    precondition(names.count <= Request.mostCaptures, "at most four captures: \(pattern)")
    precondition(
      self.route(route.method, at: node) == nil, "two routes for \(route.method) \(pattern)")
    nodes[node].routes.append((route.method, index))
    nodes[node].allow = RouteTable.allow(nodes[node].routes.map(\.method))
    captureNames.append(names)
  }

  private mutating func addNode(_ link: (inout [Node], Int) -> Void) -> Int {
    nodes.append(Node())
    edges.append([])
    link(&nodes, nodes.count - 1)
    return nodes.count - 1
  }

  private static func allow(_ methods: [Method]) -> String {
    var names = Set(methods.map(\.description)).union(["OPTIONS"])
    if names.contains("GET") { names.insert("HEAD") }
    return names.sorted().joined(separator: ", ")
  }
}
