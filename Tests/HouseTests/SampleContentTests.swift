import Cryptography
import JSON
import SignedMetadata
import Testing

@Suite("The sample content")
struct SampleContentTests {
  @Test("is sound, theme by theme", arguments: House.names(in: "Catalog"))
  func theme(id: String) throws {
    let folder = "Catalog/\(id)"
    let source = try ThemeSource.parse(House.bytes(of: "\(folder)/theme.json")).get()
    #expect(source.theme.id.rawValue == id)
    let measures = try measures(in: folder, without: "theme.json")
    let manifest = try source.manifest(measures: measures, created: Self.created).get()
    #expect(manifest.files.count == source.files.count + source.previews.count)
    #expect(languages(source.theme.title) == ["en", "sv"])
    #expect(languages(source.theme.description) == ["en", "sv"])
    for file in manifest.files {
      let bytes = House.bytes(of: "\(folder)/\(file.path)")
      #expect(isWhatItSays(bytes, file.mediaType), "\(folder)/\(file.path)")
    }
  }

  @Test("is sound, release by release", arguments: House.paths(under: "Firmware"))
  func release(path: String) throws {
    guard path.hasSuffix("/release.json") else { return }
    let parts = path.split(separator: "/").map(String.init)
    let source = try ReleaseSource.parse(House.bytes(of: path)).get()
    #expect(parts == ["Firmware", source.release.product.rawValue, parts[2], "release.json"])
    #expect(parts[2] == source.release.version.description)
    let measures = try measures(in: parts[0...2].joined(separator: "/"), without: "release.json")
    #expect(Set(measures.keys) == [source.image])
    let manifest = source.manifest(measure: measures[source.image], created: Self.created)
    #expect(throws: Never.self) { try manifest.get() }
    #expect(languages(source.release.notes) == ["en", "sv"])
  }

  @Test("shows every way to have a theme, and a face for the band")
  func variety() throws {
    let themes = try House.names(in: "Catalog").map {
      try ThemeSource.parse(House.bytes(of: "Catalog/\($0)/theme.json")).get().theme
    }
    #expect(themes.count >= 8)
    #expect(themes.contains { $0.entitlement == .free })
    #expect(themes.contains { $0.entitlement == .anyOf(["plan:plus"]) })
    #expect(themes.contains { $0.entitlement == .anyOf(["item:\($0.id.rawValue)"]) })
    #expect(themes.contains { $0.compatibility.bands.map(\.rawValue) == ["lumen-band"] })
  }

  @Test("has releases for each kind of device, in two versions and two channels")
  func releases() throws {
    let releases = try House.paths(under: "Firmware").filter { $0.hasSuffix("release.json") }.map {
      try ReleaseSource.parse(House.bytes(of: $0)).get().release
    }
    let byProduct = Dictionary(grouping: releases, by: \.product.rawValue)
    #expect(byProduct.keys.sorted() == ["aurora-phone", "lumen-band", "terra-scale"])
    for (product, releases) in byProduct {
      #expect(Set(releases.map(\.version)).count >= 2, "\(product)")
      #expect(Set(releases.map(\.channel)).count == 2, "\(product)")
      #expect(Set(releases.map(\.counter)).count == releases.count, "\(product)")
      let inOrder = releases.sorted { $0.version < $1.version }.map(\.counter)
      #expect(inOrder == inOrder.sorted(), "\(product): a later version has a lower counter")
    }
  }

  private static let created = Timestamp(milliseconds: 1_760_000_000_000)

  private func languages(_ text: LocalizedText) -> [String] { text.texts.map(\.tag.text) }

  private func measures(
    in folder: String, without source: String
  ) throws -> [ContentPath: FileMeasure] {
    var measures: [ContentPath: FileMeasure] = [:]
    for path in House.paths(under: folder) where path != "\(folder)/\(source)" {
      let bytes = House.bytes(of: path)
      let name = try ContentPath(String(path.dropFirst(folder.count + 1)))
      measures[name] = FileMeasure(sha256: .sha256(bytes), length: Int64(bytes.count))
    }
    return measures
  }

  /// By its first bytes.
  private func isWhatItSays(_ bytes: [UInt8], _ type: MediaType) -> Bool {
    switch type {
    case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
    case .webp: bytes.starts(with: Array("RIFF".utf8)) && bytes[8...].starts(with: "WEBP".utf8)
    case .json: bytes.first == UInt8(ascii: "{")
    case .text, .woff2, .ttf, .otf, .ogg, .mp4, .zip, .binary: true
    }
  }
}
