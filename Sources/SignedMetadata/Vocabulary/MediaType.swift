/// What a content file is. A closed list: what is not here is not served, so nothing that a browser would run can be.
package enum MediaType: String, CaseIterable, Hashable, Sendable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case webp = "image/webp"
  case json = "application/json"
  case text = "text/plain"
  case woff2 = "font/woff2"
  case ttf = "font/ttf"
  case otf = "font/otf"
  case ogg = "audio/ogg"
  case mp4 = "video/mp4"
  case zip = "application/zip"
  case binary = "application/octet-stream"

  /// By the file's extension; nil when the list has none for it.
  package init?(fileExtension: String) {
    switch fileExtension {
    case "png": self = .png
    case "jpg", "jpeg": self = .jpeg
    case "webp": self = .webp
    case "json": self = .json
    case "txt": self = .text
    case "woff2": self = .woff2
    case "ttf": self = .ttf
    case "otf": self = .otf
    case "ogg": self = .ogg
    case "mp4": self = .mp4
    case "zip": self = .zip
    case "bin", "img", "fw": self = .binary
    default: return nil
    }
  }

  /// May be shown as a preview.
  package var isPreview: Bool {
    switch self {
    case .png, .jpeg, .webp: true
    case .json, .text, .woff2, .ttf, .otf, .ogg, .mp4, .zip, .binary: false
    }
  }

  /// The extensions the list knows, for a remedy.
  package static let extensions =
    "png jpg jpeg webp json txt woff2 ttf otf ogg mp4 zip bin img fw"
}
