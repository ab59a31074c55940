/// Who may know whom.
extension Rule {
  static let imports: [Rule] = [ranks, capabilities, foundation]

  private static let ranks = Rule(
    "imports only what its room may", brokenBy: "import HTTP\npackage import SQLite",
    at: "Sources/HTTPServer/Sample.swift"
  ) { file in
    guard let target = file.target else { return [] }
    guard let room = FloorPlan.rooms[target] else { return [0] }
    return file.imports
      .filter { !room.mayImport.union(FloorPlan.toolchain).contains($0.module) }
      .map(\.line)
  }

  private static let capabilities = Rule(
    "of a capability knows no other capability", brokenBy: "import Updates",
    at: "Sources/Themes/Sample.swift"
  ) { file in
    guard let target = file.target, FloorPlan.capabilities.contains(target) else { return [] }
    return file.imports.filter { FloorPlan.capabilities.contains($0.module) }.map(\.line)
  }

  /// Rooms where the cost of Foundation would be paid by every request, or where bytes are enough.
  private static let foundationless: Set<String> = [
    "Kernel", "SQLite", "Cryptography", "JSON", "Commands", "HTTP", "BluetoothWire", "HTTPServer",
    "SignedMetadata", "Publishing", "Themes", "Updates", "BluetoothHost", "SimulatedRadio",
  ]

  private static let foundation = Rule(
    "of a hot path does without Foundation", brokenBy: "import Foundation",
    at: "Sources/HTTPServer/Sample.swift"
  ) { file in
    guard let target = file.target, foundationless.contains(target) else { return [] }
    return file.imports.filter { $0.module.hasPrefix("Foundation") }.map(\.line)
  }
}

extension SourceFile {
  /// The modules that the file imports; of `import struct A.B`, A.
  var imports: [(module: String, line: Int)] {
    codeLines.enumerated().compactMap { index, line in
      var words = line.split(separator: " ").map(String.init)
      while let first = words.first,
        first.hasPrefix("@") || ["package", "internal", "private", "fileprivate"].contains(first)
      {
        words.removeFirst()
      }
      guard words.first == "import", words.count > 1 else { return nil }
      let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
      let path = kinds.contains(words[1]) ? words.dropFirst(2).first ?? "" : words[1]
      return (path.split(separator: ".").first.map(String.init) ?? path, index + 1)
    }
  }
}
