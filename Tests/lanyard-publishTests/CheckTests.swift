import Commands
import Kernel
import LanyardTesting
import Testing

@testable import lanyard_publish

@Suite("Checking sources")
struct CheckTests {
  private let publisher = Publisher()
  private let sources: Sources

  init() throws { sources = try Sources(in: publisher.folder) }

  private func check() throws -> Publisher.Said {
    try publisher.run("check", publisher.folder.file("Catalog"), publisher.folder.file("Firmware"))
  }

  private func mistakes() throws -> [String] {
    let said = try check()
    #expect(said.code == .mistakes)
    return said.output.split(separator: "\n").map {
      String($0.dropFirst(publisher.folder.path.count + 1))
    }
  }

  @Test("finds every source under a folder, and nothing wrong with good ones")
  func good() throws {
    let said = try check()
    #expect(said.code == .ok && said.output.isEmpty)
    #expect(said.errors == "Checked 2: no mistakes.\n")
  }

  @Test("looks past files and folders that start with a dot")
  func hidden() throws {
    try sources.write("Catalog/night-sky/.DS_Store", [1])
    try FileSystem.makeFolder(publisher.folder.file("Catalog/.git"))
    #expect(try check().code == .ok)
  }

  @Test("names the file and the line of what only the folder shows")
  func folder() throws {
    try FileSystem.remove(sources.theme + "/wallpaper.png")
    try sources.write("Catalog/night-sky/extra.png", [1])
    #expect(
      try mistakes() == [
        "Catalog/night-sky/theme.json:11: $.files[0]: there is no file `wallpaper.png`; add the file, or correct the path",
        "Catalog/night-sky/theme.json:10: $.files: `extra.png` is in the folder and not listed; list it under \"files\" or \"previews\", or remove it",
      ])
  }

  @Test("names the line of what the text shows")
  func text() throws {
    try sources.write(
      "Catalog/night-sky/theme.json",
      Array(Sources.themeText.replacing("CC-BY-4.0", with: "my own").utf8))
    let found = try mistakes()
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("Catalog/night-sky/theme.json:7: $.license: ") == true)
  }

  @Test("wants folders called as what is in them")
  func names() throws {
    try FileSystem.rename(sources.release, to: publisher.folder.file("Firmware/pulse-band/2.0.0"))
    try FileSystem.rename(
      publisher.folder.file("Firmware/pulse-band"), to: publisher.folder.file("Firmware/band"))
    #expect(
      try mistakes() == [
        "Firmware/band/2.0.0/release.json:2: $.version: `2.1.0` is in a folder called `2.0.0`; give both one name",
        "Firmware/band/2.0.0/release.json:2: $.product: `pulse-band` is in a folder called `band`; give both one name",
      ])
  }

  @Test("refuses an empty file and a name that is no path")
  func files() throws {
    try sources.write("Catalog/night-sky/wallpaper.png", [])
    try sources.write("Catalog/night-sky/what?.png", [1])
    let found = try mistakes()
    #expect(found.contains { $0.contains("`wallpaper.png` is 0 bytes long") })
    #expect(found.contains { $0.contains("`what?.png`") })
  }

  @Test("says each mistake as JSON for programs")
  func json() throws {
    try FileSystem.remove(sources.release + "/image.bin")
    let said = try publisher.run("check", sources.release, "--json")
    #expect(said.code == .mistakes)
    #expect(said.output.contains("\"line\":5,\"path\":\"$.image\""))
  }

  @Test("is not content with a folder in which there is nothing")
  func nothing() throws {
    try FileSystem.makeFolder(publisher.folder.file("empty"))
    #expect(try publisher.run("check", publisher.folder.file("empty")).code == .notFound)
    #expect(try publisher.run("check", publisher.folder.file("missing")).code == .notFound)
    #expect(try publisher.run("check").code == .usage)
  }

  @Test("refuses text that is no JSON, with its line")
  func syntax() throws {
    try sources.write("Catalog/night-sky/theme.json", Array("{\n  \"id\": x\n}".utf8))
    let found = try mistakes()
    #expect(found.count == 1 && found[0].hasPrefix("Catalog/night-sky/theme.json:2: "))
  }
}
