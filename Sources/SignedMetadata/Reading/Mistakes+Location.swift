extension Mistakes {
  /// The same with the line of each path in the text that a person wrote, for mistakes that only the folder showed.
  ///
  /// - Parameter source: text that has been parsed.
  package func located(in source: [UInt8]) -> Mistakes {
    let lines = LineIndex(source)
    let located = all.map { mistake in
      Mistake(
        path: mistake.path, line: mistake.line ?? lines.line(of: mistake.path),
        problem: mistake.problem, remedy: mistake.remedy)
    }
    return Mistakes(located[0], Array(located.dropFirst()), isCutShort: isCutShort)
  }
}
