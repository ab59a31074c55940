/// Which route a request takes. Made once per loop; a look-up compares bytes and allocates nothing.
///
/// A literal segment goes before a captured one; where the literal's branch holds nothing for the rest of the path, the captured
/// one is tried. Paths are compared byte by byte: "/v1/themes/" is not "/v1/themes".
package struct RouteTable {
  /// In the order given.
  package let routes: [Route]

  /// The tree, flat: every reference is an index, so that walking it counts no references.
  private var nodes: [Node] = []
  private var edges: [Edge] = []
  private var ends: [End] = []
  private var text: [UInt8] = []
  private var captureNames: [[String]]
  private var allow: [String] = []

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
    var edges: Range<Int>
    /// Routes whose pattern ends here.
    var ends: Range<Int>
    /// The node behind a captured segment; -1 for none.
    var captured: Int
  }

  /// A literal segment, and the node behind it.
  private struct Edge {
    let text: Range<Int>
    let node: Int
  }

  private struct End {
    let method: Method
    let route: Int
  }

  /// Traps when two routes have the same method and pattern, or a pattern is none.
  package init(_ routes: [Route]) {
    self.routes = routes
    let patterns = routes.map { RoutePattern($0.pattern) }
    captureNames = patterns.map(\.captureNames)
    var root = RouteBranch()
    for (index, route) in routes.enumerated() {
      root.add(route.method, index, at: patterns[index].segments[...])
    }
    _ = flatten(root)
  }

  /// A HEAD request takes the GET route where no route is for HEAD.
  package func match(_ request: Request) -> Match {
    var stretches = InlineArray<4, Extent>(repeating: Extent())
    let found = request.withPath { walk($0, from: 0, node: 0, depth: 0, &stretches) }
    guard found >= 0 else { return .noPath }
    let method = request.method
    guard
      let route = route(method, at: found) ?? (method == .head ? route(.get, at: found) : nil)
    else { return .noMethod(allow: allow[found]) }
    if !captureNames[route].isEmpty { request.capture(captureNames[route], stretches) }
    return .route(route)
  }

  private func route(_ method: Method, at node: Int) -> Int? {
    for index in nodes[node].ends where ends[index].method == method { return ends[index].route }
    return nil
  }

  /// - Parameter offset: of the slash before the next segment.
  /// - Returns: the node where the path ends, if routes end there; else -1.
  private func walk(
    _ path: UnsafeRawBufferPointer, from offset: Int, node: Int, depth: Int,
    _ stretches: inout InlineArray<4, Extent>
  ) -> Int {
    let here = nodes[node]
    guard offset < path.count else { return here.ends.isEmpty ? -1 : node }
    guard path[offset] == UInt8(ascii: "/") else { return -1 }
    var end = offset + 1
    while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }

    for index in here.edges where equal(path, offset + 1..<end, edges[index].text) {
      let found = walk(path, from: end, node: edges[index].node, depth: depth, &stretches)
      if found >= 0 { return found }
    }
    guard here.captured >= 0, end > offset + 1 else { return -1 }
    stretches[depth] = Extent(offset + 1, end)
    return walk(path, from: end, node: here.captured, depth: depth + 1, &stretches)
  }

  @inline(__always)
  private func equal(
    _ path: UnsafeRawBufferPointer, _ segment: Range<Int>, _ literal: Range<Int>
  ) -> Bool {
    guard segment.count == literal.count else { return false }
    for index in 0..<segment.count
    where path[segment.lowerBound + index] != text[literal.lowerBound + index] { return false }
    return true
  }

  /// Appends a branch and all below it, and returns its node.
  private mutating func flatten(_ branch: RouteBranch) -> Int {
    let node = nodes.count
    let firstEnd = ends.count
    ends += branch.routes.map { End(method: $0.method, route: $0.index) }
    nodes.append(Node(edges: 0..<0, ends: firstEnd..<ends.count, captured: -1))
    allow.append(branch.allow)
    // The edges of a node lie side by side, so those below are appended first.
    let below = branch.literals.map { (text: append($0.segment), node: flatten($0.branch)) }
    if let captured = branch.captured.first { nodes[node].captured = flatten(captured) }
    let firstEdge = edges.count
    edges += below.map { Edge(text: $0.text, node: $0.node) }
    nodes[node].edges = firstEdge..<edges.count
    return node
  }

  private mutating func append(_ segment: [UInt8]) -> Range<Int> {
    let start = text.count
    text += segment
    return start..<text.count
  }
}
