/// Words that have a home, and words that have none.
extension Rule {
  /// Where each word of an engine may be written. Tests may write any of them.
  static let wordsAtHome: [Rule] = [
    atHome("sqlite3_", ["SQLite"]),
    atHome("epoll_", ["Kernel"]),
    atHome("setsockopt", ["Kernel", "BluetoothHost"]),
    atHome("accept4", ["Kernel"]),
    atHome("clock_gettime", ["Kernel", "HTTPServer", "Gateway", "GatewayAccess"]),
    atHome("getaddrinfo", ["Kernel"]),
    atHome("posix_spawn", ["Kernel", "Gateway"]),
    atHome("Process()", ["Gateway"]),
    atHome("SSL_", ["HTTPServer", "HTTPClient", "Cryptography"]),
    atHome("EVP_MD_", ["Cryptography"]),
    atHome("EVP_MAC_", ["Cryptography"]),
    atHome("EVP_CIPHER_", ["Cryptography"]),
    atHome("EVP_KDF_", ["Cryptography"]),
    atHome("EVP_PKEY_CTX_", ["Cryptography"]),
    // A certificate's key is OpenSSL's to hold, and so are the keys of its session tickets.
    atHome("EVP_PKEY_", ["Cryptography", "HTTPServer", "HTTPClient"]),
    atHome("RAND_", ["Cryptography", "HTTPServer"]),
    atHome("crypt_", ["Cryptography"]),
    atHome("OPENSSL_", ["Cryptography", "HTTPServer"]),
    atHome("AF_BLUETOOTH", ["BluetoothHost"]),
    atHome("Date()", ["Gateway"]),
    atHome("ContinuousClock", ["Commands", "Gateway", "lanyard", "lanyard-publish"]),
    atHome("SuspendingClock", []),
    atHome("SystemRandomNumberGenerator", []),
    atHome("UUID()", []),
    atHome("getenv", ["Kernel", "Gateway", "Commands", "Demo", "lanyard", "lanyard-publish"]),
    atHome("ProcessInfo", ["Gateway", "lanyard", "lanyard-publish"]),
    atHome("print(", ["Commands", "GatewayAccess", "Demo", "lanyard", "lanyard-publish"]),
    atHome("Task.detached", []),
    atHome("DispatchSemaphore", []),
    atHome("JSONEncoder", []),
    atHome("JSONSerialization", []),
    atHome("URLSession", []),
  ]

  private static func atHome(_ word: String, _ homes: Set<String>) -> Rule {
    let place = homes.isEmpty ? "nowhere" : "only in \(homes.sorted().joined(separator: ", "))"
    return Rule(
      "writes `\(word)` \(place)", brokenBy: "let a = 1\nlet b = \(word)",
      at: "Sources/WebPortal/Sample.swift"
    ) { file in
      guard let target = file.target, !homes.contains(target) else { return [] }
      return file.lines { $0.holds(word: word) }
    }
  }

  /// Words that are written nowhere in the product and nowhere in the tests.
  static let words: [Rule] =
    [
      "try!", "fatalError(", "as!", "Task.sleep", "usleep", "nanosleep", "sleep(",
      "@preconcurrency",
      ".disabled(",
    ].map { word in
      Rule(
        "does without `\(word)`", brokenBy: "let a = 1\nlet b = \(word) 2",
        at: "Tests/HTTPTests/Sample.swift"
      ) { file in file.lines { $0.holds(word: word) } }
    } + [drawnFrom, provenOnly, noPublic, noLaterPromise, noMachinePath]

  /// Chance is a port: what draws it says from which generator. Names of temporary files need only differ.
  private static let drawnFrom = Rule(
    "says from which generator it draws", brokenBy: "let a = 1\nlet b = Int.random(in: 0...9)",
    at: "Sources/Themes/Sample.swift"
  ) { file in
    guard let target = file.target, target != "Kernel" else { return [] }
    return file.lines { line in
      let draws = [".random(in:", ".randomElement(", ".shuffled("].contains { line.holds(word: $0) }
      return draws && line.firstRange(of: "using:") == nil
    }
  }

  /// What the compiler cannot check is allowed to engines, which own the handles of C libraries, below a comment that proves it.
  private static let provenOnly = Rule(
    "proves what the compiler cannot check",
    brokenBy: "/// An answer.\n\n\n\n\n\n\nstruct A: @unchecked Sendable {}",
    at: "Sources/SQLite/Sample.swift"
  ) { file in
    let isEngine = (FloorPlan.rooms[file.target ?? ""]?.rank ?? .max) <= 3
    let lines = file.lines
    return file.lines { $0.holds(word: "@unchecked") || $0.contains("nonisolated(unsafe)") }
      .filter { line in
        let above = lines[max(0, line - 7)..<(line - 1)]
        return !isEngine || !above.contains { $0.firstRange(of: "//") != nil }
      }
  }

  /// Nobody outside imports us. A fuzz target's entry point is called by the fuzzer, by its C name.
  private static let noPublic = Rule(
    "does without `public`", brokenBy: "public struct A {}", at: "Sources/HTTP/Sample.swift"
  ) { file in
    guard !file.path.hasPrefix("Tests/Fuzz/") else { return [] }
    return file.lines { $0.holds(word: "public") || $0.holds(word: "open class") }
  }

  private static let later = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]

  private static let noLaterPromise = Rule(
    "leaves nothing for later", brokenBy: "let a = 1  // \(later[0]): b",
    at: "Sources/HTTP/Sample.swift"
  ) { file in
    file.lines.enumerated()
      .filter { line in later.contains { line.element.holds(word: $0) } }
      .map { $0.offset + 1 }
  }

  private static let folders = ["/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/", "/Us" + "ers/"]

  private static let noMachinePath = Rule(
    "names no folder of the machine it was written on",
    brokenBy: "let a = \"\(folders[2])main\"", at: "Tests/HTTPTests/Sample.swift"
  ) { file in
    file.lines.enumerated()
      .filter { line in folders.contains { line.element.contains($0) } }
      .map { $0.offset + 1 }
  }
}
