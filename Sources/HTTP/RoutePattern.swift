/// A route's pattern, segment by segment.
struct RoutePattern {
  enum Segment: Hashable {
    case literal([UInt8])
    case captured
  }

  let segments: [Segment]
  /// Of the captured segments, in order.
  let captureNames: [String]

  init(_ pattern: StaticString) {
    let text = "\(pattern)"
    precondition(text.hasPrefix("/"), "a pattern begins with a slash: \(text)")
    var segments: [Segment] = []
    var names: [String] = []
    for segment in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      if segment.hasPrefix("{"), segment.hasSuffix("}") {
        names.append(String(segment.dropFirst().dropLast()))
        segments.append(.captured)
      } else {
        segments.append(.literal(Array(segment.utf8)))
      }
    }
    precondition(names.count <= Request.mostCaptures, "at most four captures: \(text)")
    self.segments = segments
    captureNames = names
  }
}

/// Routes as a tree of segments, while a table is made.
struct RouteBranch {
  private(set) var literals: [(segment: [UInt8], branch: RouteBranch)] = []
  /// The branch behind a captured segment, if any: a value cannot hold itself but in an array.
  private(set) var captured: [RouteBranch] = []
  private(set) var routes: [(method: Method, index: Int)] = []

  mutating func add(_ method: Method, _ index: Int, at segments: ArraySlice<RoutePattern.Segment>) {
    switch segments.first {
    case nil:
      precondition(
        !routes.contains { $0.method == method }, "two routes for \(method) on one pattern")
      routes.append((method, index))
    case .captured:
      if captured.isEmpty { captured.append(RouteBranch()) }
      captured[0].add(method, index, at: segments.dropFirst())
    case .literal(let segment):
      let known = literals.firstIndex { $0.segment == segment }
      if known == nil { literals.append((segment, RouteBranch())) }
      literals[known ?? literals.count - 1].branch.add(method, index, at: segments.dropFirst())
    }
  }

  /// The value of Allow for the routes that end here.
  var allow: String {
    var names = Set(routes.map(\.method.description)).union(["OPTIONS"])
    if names.contains("GET") { names.insert("HEAD") }
    return names.sorted().joined(separator: ", ")
  }
}
