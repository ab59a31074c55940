import Cryptography
package import JSON

extension ThemeManifest: ContentDocument {
  package static let type = "theme"
  package static let role = ContentRole.themes

  package var objects: [ObjectReference] {
    var seen: Set<Digest> = []
    return files.filter { seen.insert($0.sha256).inserted }
      .map { ObjectReference(sha256: $0.sha256, length: $0.length) }
  }

  package static func parse(_ signed: JSONValue) -> Result<ThemeManifest, Mistakes> {
    parseDocument(signed) { object -> ThemeManifest? in
      let theme = ThemeDescription.read(&object)
      let created = object.required("created")?.timestamp()
      let files = object.required("files")?.themeFiles()
      guard let theme, let created, let files else { return nil }
      return ThemeManifest(theme: theme, files: files, created: created)
    }
  }

  package var signed: JSONValue {
    .members(
      documentHead(of: Self.self, created: created) + theme.members
        + [("files", .array(files.map(\.json)))])
  }
}

extension ThemeFile {
  fileprivate var json: JSONValue {
    .members([
      ("path", .string(path.text)),
      ("sha256", .string(sha256.hex)),
      ("length", .integer(length)),
      ("media_type", .string(mediaType.rawValue)),
      ("preview", .bool(isPreview)),
    ])
  }
}

extension Node {
  fileprivate func themeFiles() -> [ThemeFile]? {
    guard let nodes = elements(1...ContentLimits.themeFiles) else { return nil }
    var files: [ThemeFile] = []
    var names: Set<String> = []
    for node in nodes {
      guard let file = node.themeFile() else { continue }
      if !names.insert(file.path.folded).inserted {
        node.mistake(
          "`\(file.path)` is the path of another file", "rename it; capitals do not count")
      }
      files.append(file)
    }
    guard files.count == nodes.count else { return nil }
    for (digest, same) in Dictionary(grouping: files, by: \.sha256)
    where Set(same.map(\.length)).count > 1 {
      mistake("gives \(digest.hex) two lengths", "measure the files again")
    }
    let previews = files.count(where: \.isPreview)
    if previews == 0 || previews > ContentLimits.previews {
      mistake("has \(previews) previews", "mark 1 to \(ContentLimits.previews) files as preview")
    }
    if previews == files.count {
      mistake("has only previews", "list at least one file that is installed")
    }
    let length = files.reduce(0) { $0 + $1.length }
    if length > ContentLimits.themeBytes {
      mistake("is \(length) bytes together", "keep to \(ContentLimits.themeBytes) bytes")
    }
    return files
  }

  private func themeFile() -> ThemeFile? {
    guard var object = object() else { return nil }
    let path = object.required("path")?.contentPath()
    let sha256 = object.required("sha256")?.digest()
    let length = object.required("length")?.integer(in: 1...ContentLimits.themeFileBytes)
    let type = object.required("media_type")
    let mediaType = type?.choice(MediaType.self)
    let isPreview = object.required("preview")?.bool()
    object.refuseOthers()
    guard let path, let sha256, let length, let type, let mediaType, let isPreview else {
      return nil
    }
    if isPreview && !mediaType.isPreview {
      type.mistake("cannot be shown as a preview", "use png, jpeg or webp")
    }
    return ThemeFile(
      path: path, sha256: sha256, length: length, mediaType: mediaType, isPreview: isPreview)
  }
}
