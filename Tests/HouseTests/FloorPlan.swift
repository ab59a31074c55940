/// Which targets there are, how high each stands, and what it may import. `Package.swift` must say the same, and the imports of
/// every file must keep to it.
enum FloorPlan {
  struct Room: Sendable {
    let rank: Int
    let mayImport: Set<String>
    /// Whether newcomers are owed a page: `<Target>.docc/<Target>.md`.
    let hasPage: Bool
  }

  static let rooms: [String: Room] = [
    // System libraries and kernel calls: no Swift, so nothing to explain.
    "CSQLite": system, "COpenSSL": system, "CCrypt": system, "CBluetooth": system, "CLinux": system,

    // Engines that know nothing of each other.
    "Kernel": room(1, ["CLinux"]),
    "SQLite": room(1, ["CSQLite"]),
    "Cryptography": room(1, ["COpenSSL", "CCrypt"]),
    "JSON": room(1, []),
    "Commands": room(1, []),

    // Bytes in, values out.
    "HTTP": room(2, []),
    "BluetoothWire": room(2, []),
    "SignedMetadata": room(2, ["Cryptography", "JSON"]),

    // Sockets.
    "HTTPServer": room(3, ["HTTP", "Kernel", "COpenSSL"]),
    "HTTPClient": room(3, ["HTTP", "JSON", "Kernel", "COpenSSL"]),
    "BluetoothHost": room(3, ["BluetoothWire", "Kernel", "CBluetooth"]),

    // Who asks; and peers for a radio that is not there.
    "SimulatedRadio": room(4, ["BluetoothWire", "BluetoothHost", "Kernel", "Cryptography"]),
    "AccountSession": room(4, ["HTTP", "SQLite", "Cryptography", "JSON"]),

    // A gateway from outside, as our command lines see it.
    "GatewayAccess": room(4, ["Commands", "HTTP", "HTTPClient", "JSON", "Kernel"]),

    // What the content team has delivered.
    "Publishing": room(
      5, ["AccountSession", "HTTP", "SQLite", "Cryptography", "SignedMetadata", "JSON", "Kernel"]),

    // Capabilities.
    "Themes": room(6, signedContent),
    "Updates": room(6, signedContent),
    "Accessories": room(
      6, ["AccountSession", "HTTP", "SQLite", "Cryptography", "BluetoothWire", "JSON"]),

    // The composition root may import every room below it, and no C module.
    "Gateway": room(
      7,
      [
        "Accessories", "Themes", "Updates", "Publishing", "AccountSession", "HTTPServer",
        "HTTPClient", "HTTP", "BluetoothHost", "BluetoothWire", "SimulatedRadio", "SignedMetadata",
        "SQLite", "Cryptography", "Kernel", "JSON", "Commands",
      ]),

    // The story that the product tells of itself, from outside but for the radio and the first operator.
    "Demo": room(
      8,
      [
        "Gateway", "GatewayAccess", "AccountSession", "SimulatedRadio", "BluetoothHost",
        "SignedMetadata", "SQLite", "HTTPClient", "HTTPServer", "HTTP", "Cryptography", "Commands",
        "JSON", "Kernel",
      ]),

    // Arguments and exit codes.
    "lanyard": program([
      "Gateway", "Demo", "GatewayAccess", "Commands", "HTTPClient", "HTTP", "JSON", "Kernel",
    ]),
    "lanyard-publish": program([
      "GatewayAccess", "Commands", "HTTPClient", "HTTP", "SignedMetadata", "Cryptography", "JSON",
      "Kernel",
    ]),
  ]

  /// Rooms that decide something for an account. None imports another, and their HTTP lives in `*Routes.swift`.
  static let capabilities: Set<String> = ["Themes", "Updates", "Accessories", "WebPortal"]

  /// Rooms whose HTTP lives in `*Routes.swift`: the capabilities, and the two that they share.
  static let answering = capabilities.union(["AccountSession", "Publishing"])

  /// What a file may import that is no room of ours.
  static let toolchain: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Swift", "Synchronization", "Testing",
    "PackageDescription", "Dispatch",
  ]

  private static let signedContent: Set<String> = [
    "Publishing", "AccountSession", "HTTP", "SQLite", "Cryptography", "SignedMetadata", "JSON",
  ]
  private static let system = Room(rank: 0, mayImport: [], hasPage: false)
  private static func room(_ rank: Int, _ mayImport: Set<String>) -> Room {
    Room(rank: rank, mayImport: mayImport, hasPage: true)
  }
  private static func program(_ mayImport: Set<String>) -> Room {
    Room(rank: 9, mayImport: mayImport, hasPage: true)
  }
}
