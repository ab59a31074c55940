// swift-tools-version: 6.2
import PackageDescription

/// The floor plan. Ranks and the reasons for them are told by `Tests/HouseTests`; no target imports
/// a package from outside, and each C module has the one or two Swift importers named here.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableExperimentalFeature("Lifetimes"),
]

func room(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: settings)
}

func tests(of name: String, _ imports: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.target(name: name), "LanyardTesting"] + imports,
    swiftSettings: settings)
}

/// `LANYARD_TESTS=HTTPTests,JSONTests swift test` builds and runs only the test targets named, which is quicker while
/// one room is being worked on. Unset, as in `Tests/run`, nothing is left out.
let onlyTests = Context.environment["LANYARD_TESTS"].map {
  $0.split(separator: ",").map(String.init)
}

let package = Package(
  name: "lanyard",
  products: [
    .executable(name: "lanyard", targets: ["lanyard"]),
    .executable(name: "lanyard-publish", targets: ["lanyard-publish"]),
  ],
  targets: [
    // Rank 0: system libraries and kernel calls.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
    .systemLibrary(name: "CBluetooth", pkgConfig: "bluez", providers: [.apt(["libbluetooth-dev"])]),
    .systemLibrary(name: "CLinux"),

    // Rank 1: engines that know nothing of each other.
    room("Kernel", ["CLinux"]),
    room("SQLite", ["CSQLite"]),
    room("Cryptography", ["COpenSSL", "CCrypt"]),
    room("JSON"),
    room("Commands"),

    // Rank 2: bytes in, values out.
    room("HTTP"),
    room("BluetoothWire"),
    room("SignedMetadata", ["Cryptography", "JSON"]),

    // Rank 3: sockets.
    room("HTTPServer", ["HTTP", "Kernel", "COpenSSL"]),
    room("HTTPClient", ["HTTP", "JSON", "Kernel", "COpenSSL"]),
    room("BluetoothHost", ["BluetoothWire", "Kernel", "CBluetooth"]),
    room("SimulatedRadio", ["BluetoothWire", "BluetoothHost", "Kernel", "Cryptography"]),

    // Rank 4: who asks.
    room("AccountSession", ["HTTP", "SQLite", "Cryptography", "JSON"]),

    // Rank 5: what the content team has delivered.
    room(
      "Publishing",
      [
        "AccountSession", "HTTP", "SQLite", "Cryptography", "SignedMetadata", "JSON", "Kernel",
      ]),

    // Rank 6: capabilities; none imports another.
    room(
      "Themes",
      ["Publishing", "AccountSession", "HTTP", "SQLite", "Cryptography", "SignedMetadata", "JSON"]),
    room(
      "Updates",
      ["Publishing", "AccountSession", "HTTP", "SQLite", "Cryptography", "SignedMetadata", "JSON"]),
    room(
      "Accessories",
      ["AccountSession", "HTTP", "SQLite", "Cryptography", "BluetoothWire", "JSON"]),

    // A gateway from outside, for command lines.
    room("GatewayAccess", ["HTTPClient", "HTTP", "JSON", "Commands", "Kernel"]),

    // Rank 7: the composition root.
    room(
      "Gateway",
      [
        "Accessories", "Themes", "Updates", "Publishing", "AccountSession", "HTTPServer",
        "HTTPClient", "HTTP", "BluetoothHost", "BluetoothWire", "SimulatedRadio", "SignedMetadata",
        "SQLite", "Cryptography", "Kernel", "JSON", "Commands",
      ]),

    // Rank 8: the story that the product tells of itself.
    room(
      "Demo",
      [
        "Gateway", "GatewayAccess", "AccountSession", "SimulatedRadio", "BluetoothHost",
        "SignedMetadata", "SQLite", "HTTPClient", "HTTPServer", "HTTP", "Cryptography", "Commands",
        "JSON", "Kernel",
      ]),

    // Rank 9: arguments and exit codes.
    .executableTarget(
      name: "lanyard",
      dependencies: [
        "Gateway", "Demo", "GatewayAccess", "Commands", "HTTPClient", "HTTP", "JSON",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "lanyard-publish",
      dependencies: [
        "GatewayAccess", "Commands", "HTTPClient", "HTTP", "SignedMetadata", "Cryptography", "JSON",
        "Kernel",
      ],
      swiftSettings: settings),

    // Tests.
    .target(
      name: "LanyardTesting",
      dependencies: ["Kernel", "HTTP", "JSON"],
      path: "Tests/Support", swiftSettings: settings),
    tests(of: "Kernel"),
    tests(of: "SQLite"),
    tests(of: "Cryptography", ["COpenSSL"]),
    tests(of: "JSON"),
    tests(of: "Commands"),
    tests(of: "HTTP"),
    tests(of: "BluetoothWire", ["Cryptography", "JSON"]),
    tests(of: "SignedMetadata", ["Cryptography", "JSON"]),
    tests(of: "HTTPServer", ["HTTP", "Kernel", "Cryptography", "COpenSSL"]),
    tests(of: "HTTPClient", ["HTTP", "HTTPServer", "Cryptography", "JSON", "Kernel"]),
    tests(of: "BluetoothHost", ["BluetoothWire", "SimulatedRadio", "Cryptography", "Kernel"]),
    tests(of: "AccountSession", ["HTTP", "SQLite", "Cryptography", "JSON", "Kernel"]),
    tests(
      of: "Publishing",
      [
        "AccountSession", "HTTP", "SQLite", "Cryptography", "SignedMetadata", "JSON", "Kernel",
      ]),
    tests(
      of: "Themes",
      [
        "Publishing", "AccountSession", "HTTP", "SQLite", "Cryptography", "SignedMetadata", "JSON",
      ]),
    tests(
      of: "Updates",
      [
        "Publishing", "AccountSession", "HTTP", "SQLite", "Cryptography", "SignedMetadata", "JSON",
      ]),
    tests(
      of: "Accessories",
      ["AccountSession", "HTTP", "SQLite", "Cryptography", "BluetoothWire", "JSON"]),
    tests(of: "GatewayAccess", ["Commands", "HTTPClient", "JSON", "Kernel"]),
    // Some of these run the program, which therefore has to be built.
    tests(
      of: "Gateway",
      [
        "Accessories", "Themes", "Updates", "Publishing", "AccountSession", "HTTPServer", "HTTP",
        "HTTPClient", "BluetoothHost", "BluetoothWire", "SimulatedRadio", "SignedMetadata",
        "SQLite", "Cryptography", "Kernel", "JSON", "lanyard",
      ]),
    tests(
      of: "lanyard-publish",
      [
        "AccountSession", "Gateway", "GatewayAccess", "Commands", "HTTPClient", "HTTP",
        "SignedMetadata", "Cryptography", "JSON", "Kernel",
      ]),
    // The tour is told by the program, which runs the content team's: both have to be built.
    tests(of: "Demo", ["Commands", "Kernel", "lanyard", "lanyard-publish"]),
    .testTarget(
      name: "HouseTests", dependencies: ["SignedMetadata", "Cryptography", "JSON", "HTTP"],
      swiftSettings: settings),
  ]
)

if let onlyTests {
  package.targets.removeAll { $0.type == .test && !onlyTests.contains($0.name) }
}
