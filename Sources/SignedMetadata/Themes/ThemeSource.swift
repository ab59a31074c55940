package import JSON

/// A theme as the content team writes it, in `Catalog/<id>/theme.json`; the format is in `SourceFormats`.
package struct ThemeSource: Hashable, Sendable {
  package let theme: ThemeDescription
  /// Shown before the theme is had, in the order written.
  package let previews: [SourceFile]
  /// What the phone installs, in the order written.
  package let files: [SourceFile]

  /// A path that the source names, with where it does.
  package struct SourceFile: Hashable, Sendable {
    package let path: ContentPath
    package let mediaType: MediaType
    /// The JSON path, for mistakes that only the folder shows.
    package let origin: String
  }

  /// Reads `bytes`, or reports everything that is wrong with them, each with its line.
  package static func parse(_ bytes: [UInt8]) -> Result<ThemeSource, Mistakes> {
    parseSource(bytes) { object -> ThemeSource? in
      let theme = ThemeDescription.read(&object)
      var names: Set<String> = []
      let previews = object.required("previews")?
        .sourceFiles(1...ContentLimits.previews, unlike: &names)
      let files = object.required("files")?
        .sourceFiles(1...(ContentLimits.themeFiles - ContentLimits.previews), unlike: &names)
      guard let theme, let previews, let files else { return nil }
      for preview in previews where !preview.mediaType.isPreview {
        object.log.add(
          Mistake(
            path: preview.origin, problem: "`\(preview.path)` cannot be shown as a preview",
            remedy: "use a png, jpg, jpeg or webp file"))
      }
      return ThemeSource(theme: theme, previews: previews, files: files)
    }
  }

  /// The document to sign.
  ///
  /// - Parameter measures: what the folder holds, by path. What the source does not list is reported, as is what it lists
  ///   and the folder does not hold.
  package func manifest(
    measures: [ContentPath: FileMeasure], created: Timestamp
  ) -> Result<ThemeManifest, Mistakes> {
    let log = MistakeLog()
    var listed: [ThemeFile] = []
    for (source, isPreview) in previews.map({ ($0, true) }) + files.map({ ($0, false) }) {
      guard let measure = measures[source.path] else {
        log.add(
          Mistake(
            path: source.origin, problem: "there is no file `\(source.path)`",
            remedy: "add the file, or correct the path"))
        continue
      }
      checkLength(
        measure.length, of: source.path, at: source.origin, most: ContentLimits.themeFileBytes,
        log: log)
      listed.append(
        ThemeFile(
          path: source.path, sha256: measure.sha256, length: measure.length,
          mediaType: source.mediaType, isPreview: isPreview))
    }
    let named = Set((previews + files).map(\.path))
    for path in measures.keys.sorted() where !named.contains(path) {
      log.add(
        Mistake(
          path: "$.files", problem: "`\(path)` is in the folder and not listed",
          remedy: "list it under \"files\" or \"previews\", or remove it"))
    }
    let length = listed.reduce(0) { $0 + $1.length }
    if length > ContentLimits.themeBytes {
      log.add(
        Mistake(
          path: "$.files", problem: "all files together are \(length) bytes long",
          remedy: "keep them to \(ContentLimits.themeBytes) bytes"))
    }
    if let mistakes = log.mistakes(lines: nil) { return .failure(mistakes) }
    return .success(ThemeManifest(theme: theme, files: listed, created: created))
  }
}

/// Reports a file that is empty or too long.
func checkLength(
  _ length: Int64, of path: ContentPath, at origin: String, most: Int64, log: MistakeLog
) {
  guard !(1...most).contains(length) else { return }
  log.add(
    Mistake(
      path: origin, problem: "the file `\(path)` is \(length) bytes long",
      remedy: length == 0 ? "put something into it" : "keep it to \(most) bytes"))
}

extension Node {
  /// - Parameter names: the paths seen so far, folded; this list's are added.
  fileprivate func sourceFiles(
    _ count: ClosedRange<Int>, unlike names: inout Set<String>
  ) -> [ThemeSource.SourceFile]? {
    guard let nodes = elements(count) else { return nil }
    var files: [ThemeSource.SourceFile] = []
    for node in nodes {
      guard let path = node.contentPath(), let mediaType = node.mediaType(of: path) else {
        continue
      }
      if !names.insert(path.folded).inserted {
        node.mistake("`\(path)` is listed twice", "list each file once; capitals do not count")
      }
      files.append(ThemeSource.SourceFile(path: path, mediaType: mediaType, origin: node.path))
    }
    return files.count == nodes.count ? files : nil
  }

  private func mediaType(of path: ContentPath) -> MediaType? {
    if path.text == "theme.json" {
      mistake("theme.json is not part of the theme", "remove it from the list")
      return nil
    }
    guard let mediaType = MediaType(fileExtension: path.fileExtension) else {
      mistake(
        "`\(path)` has no known extension", "use one of \(MediaType.extensions)")
      return nil
    }
    return mediaType
  }
}
