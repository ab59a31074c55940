package import JSON

/// A release as the content team writes it, in `Firmware/<product>/<version>/release.json`; the format is in `SourceFormats`.
package struct ReleaseSource: Hashable, Sendable {
  package let release: ReleaseDescription
  /// Of the image, relative to the folder.
  package let image: ContentPath

  /// Reads `bytes`, or reports everything that is wrong with them, each with its line.
  package static func parse(_ bytes: [UInt8]) -> Result<ReleaseSource, Mistakes> {
    parseSource(bytes) { object -> ReleaseSource? in
      let release = ReleaseDescription.read(&object)
      let image = object.required("image")?.contentPath()
      guard let release, let image else { return nil }
      return ReleaseSource(release: release, image: image)
    }
  }

  /// The document to sign.
  ///
  /// - Parameter measure: of the image; nil when the folder does not hold it, which is reported.
  package func manifest(
    measure: FileMeasure?, created: Timestamp
  ) -> Result<ReleaseManifest, Mistakes> {
    let log = MistakeLog()
    if let measure {
      checkLength(
        measure.length, of: image, at: "$.image", most: ContentLimits.imageBytes, log: log)
    } else {
      log.add(
        Mistake(
          path: "$.image", problem: "there is no file `\(image)`",
          remedy: "add the image, or correct the path"))
    }
    if let mistakes = log.mistakes(lines: nil) { return .failure(mistakes) }
    guard let measure else { preconditionFailure("a missing image was reported") }
    return .success(
      ReleaseManifest(
        release: release,
        image: ReleaseImage(sha256: measure.sha256, length: measure.length), created: created))
  }
}
