/// "Did you mean": the nearest word, when one is near.
package enum Suggestion {
  /// Nil when nothing is near enough to be meant.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    // A third of the letters may be wrong: more, and the suggestion is a guess.
    let limit = max(1, min(3, word.count / 3))
    let measured = candidates.map { (candidate: $0, distance: distance(word, $0)) }
    if let best = measured.min(by: { $0.distance < $1.distance }), best.distance <= limit {
      return best.candidate
    }
    let longer = candidates.filter { word.count >= 2 && $0.hasPrefix(word) }
    return longer.count == 1 ? longer[0] : nil
  }

  /// A sentence to put behind a refusal; nil when nothing is near enough to be meant.
  package static func sentence(for word: String, among candidates: [String]) -> String? {
    nearest(to: word, among: candidates).map { "Did you mean '\($0)'?" }
  }

  /// How many letters must be inserted, deleted, replaced or swapped with their neighbour (optimal string alignment).
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
