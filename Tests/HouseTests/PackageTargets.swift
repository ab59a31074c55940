/// The targets that a manifest declares by `room(…)`, `.executableTarget(…)` and `.systemLibrary(…)`, and what each imports.
struct PackageTargets {
  private(set) var imports: [String: Set<String>] = [:]

  init(_ manifest: SourceFile) {
    for declaration in ["room(", ".executableTarget(", ".systemLibrary("] {
      var rest = manifest.text[...]
      while let found = rest.firstRange(of: declaration) {
        let before = found.lowerBound > rest.startIndex ? rest.index(before: found.lowerBound) : nil
        rest = rest[found.upperBound...]
        if declaration == "room(", let before, manifest.text[before] == " ",
          rest.hasPrefix("_")
        {
          continue  // the function's own declaration
        }
        let call = rest.untilClosed()
        var names = call.literals
        guard !names.isEmpty else { continue }
        let name = names.removeFirst()
        imports[name] = declaration == ".systemLibrary(" ? [] : Set(names)
      }
    }
  }
}

extension Substring {
  /// Up to the parenthesis that closes what was opened before.
  fileprivate func untilClosed() -> Substring {
    var depth = 0
    for index in indices {
      if self[index] == "(" { depth += 1 }
      if self[index] == ")" {
        if depth == 0 { return self[..<index] }
        depth -= 1
      }
    }
    return self
  }

  /// The contents of its plain string literals.
  fileprivate var literals: [String] {
    let parts = split(separator: "\"", omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
