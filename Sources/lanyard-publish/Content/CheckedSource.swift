import GatewayAccess
import JSON
import SignedMetadata

/// A source folder without mistakes, ready to be signed.
enum CheckedSource {
  case theme(ThemeManifest, SourceFolder)
  case release(ReleaseManifest, SourceFolder)

  /// Everything that is wrong with one folder.
  struct Findings: Error {
    /// The file that the lines are of.
    let file: String
    let mistakes: Mistakes
  }

  /// Checks all that can be checked without the gateway.
  ///
  /// - Throws: `Failure` when the folder cannot be read.
  static func check(
    _ path: String, _ kind: SourceFolder.Kind, created: Timestamp
  ) throws(Failure) -> Result<CheckedSource, Findings> {
    let folder = try SourceFolder(path, kind)
    let file = "\(path)/\(kind.rawValue)"
    let checked: Result<CheckedSource, Mistakes> =
      switch kind {
      case .theme:
        ThemeSource.parse(folder.source).flatMap { source in
          folder.checked(source.manifest(measures: folder.measures, created: created)) {
            folder.expect(source.theme.id.rawValue, at: "$.id", asName: folder.name)
          }.map { .theme($0, folder) }
        }
      case .release:
        ReleaseSource.parse(folder.source).flatMap { source in
          let measure = folder.measures[source.image]
          return folder.checked(source.manifest(measure: measure, created: created)) {
            folder.expect(source.release.version.description, at: "$.version", asName: folder.name)
              + folder.expect(
                source.release.product.rawValue, at: "$.product", asName: folder.parentName)
          }.map { .release($0, folder) }
        }
      }
    return checked.mapError {
      Findings(file: file, mistakes: $0.located(in: folder.source))
    }
  }

  var folder: SourceFolder {
    switch self {
    case .theme(_, let folder), .release(_, let folder): folder
    }
  }

  /// As "aurora 1.2.0".
  var title: String {
    switch self {
    case .theme(let manifest, _): "\(manifest.id) \(manifest.version)"
    case .release(let manifest, _): "\(manifest.product) \(manifest.version)"
    }
  }
}

extension SourceFolder {
  /// A manifest and what else was found wrong, together: one run reports everything.
  fileprivate func checked<Manifest>(
    _ manifest: Result<Manifest, Mistakes>, _ others: () -> [Mistake]
  ) -> Result<Manifest, Mistakes> {
    var found = mistakes + others()
    if case .failure(let more) = manifest { found = more.all + found }
    guard let first = found.first else { return manifest }
    return .failure(Mistakes(first, Array(found.dropFirst())))
  }

  fileprivate func expect(_ value: String, at path: String, asName name: String) -> [Mistake] {
    guard value != name else { return [] }
    return [
      Mistake(
        path: path, problem: "`\(value)` is in a folder called `\(name)`",
        remedy: "give both one name")
    ]
  }
}
