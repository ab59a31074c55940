import Testing

@Suite("The floor plan")
struct FloorPlanTests {
  @Test("lets imports point downwards only")
  func ranks() {
    for (name, room) in FloorPlan.rooms {
      for module in room.mayImport {
        let below = FloorPlan.rooms[module]?.rank ?? .max
        #expect(below < room.rank, "\(name) may import \(module), which does not lie below it")
      }
    }
  }

  @Test("gives each C module one Swift importer, and OpenSSL three")
  func systemModules() {
    for (module, room) in FloorPlan.rooms where room.rank == 0 {
      let importers = FloorPlan.rooms.filter { $0.value.mayImport.contains(module) }.keys.sorted()
      let allowed = module == "COpenSSL" ? ["Cryptography", "HTTPClient", "HTTPServer"] : nil
      #expect(importers == allowed ?? Array(importers.prefix(1)), "\(module)")
    }
  }

  @Test("is what Package.swift says")
  func manifest() throws {
    let declared = PackageTargets(House.files[0])
    #expect(Set(declared.imports.keys) == Set(FloorPlan.rooms.keys))
    for (name, imports) in declared.imports {
      let allowed = FloorPlan.rooms[name]?.mayImport ?? []
      #expect(imports.isSubset(of: allowed), "\(name) imports \(imports.subtracting(allowed))")
    }
    #expect(declared.imports["Themes"]?.contains("Publishing") == true)
  }

  @Test("is what lies in Sources, each room with its page")
  func folders() {
    #expect(Set(House.names(in: "Sources")) == Set(FloorPlan.rooms.keys))
    for (name, room) in FloorPlan.rooms where room.hasPage {
      let page = "\(name).docc/\(name).md"
      let isThere = House.names(in: "Sources/\(name)/\(name).docc").contains("\(name).md")
      #expect(isThere, "there is no \(page)")
    }
  }

  @Test("takes nothing from outside")
  func noPackages() {
    let outside = ".pack" + "age("
    #expect(!House.files[0].code.contains(outside))
    #expect(!House.files[0].code.contains("binaryTarget"))
  }

  @Test("has a fixed top level")
  func topLevel() {
    #expect(
      House.names(in: "").filter { $0 != "Package.resolved" }
        == ["Catalog", "Firmware", "Package.swift", "README.md", "Sources", "Tests"])
  }

  @Test("has tests for every Swift room that is no program")
  func tests() {
    let folders = Set(House.names(in: "Tests"))
    for (name, room) in FloorPlan.rooms where room.rank > 0 && room.rank < 8 {
      let isTestedByItsUser = name == "SimulatedRadio"
      #expect(isTestedByItsUser || folders.contains("\(name)Tests"), "there is no \(name)Tests")
    }
  }

  @Test("would refuse a package that imports sideways")
  func canFail() {
    let sample = SourceFile(
      path: "Package.swift",
      text: """
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        room("Themes", ["Updates", "HTTP"]),
        .executableTarget(name: "lanyard", dependencies: ["Gateway"], swiftSettings: settings),
        tests(of: "Themes", ["JSON"]),
        """)
    let declared = PackageTargets(sample)
    #expect(declared.imports.keys.sorted() == ["CSQLite", "Themes", "lanyard"])
    #expect(declared.imports["Themes"] == ["Updates", "HTTP"])
    #expect(declared.imports["CSQLite"] == [])
    #expect(declared.imports["lanyard"] == ["Gateway"])
    #expect(FloorPlan.rooms["Themes"]?.mayImport.contains("Updates") == false)
  }
}
