import Cryptography
import JSON

@testable import SignedMetadata

/// Documents that are right, for tests that break them.
enum Samples {
  static let key = Ed25519.PrivateKey()
  static let otherKey = Ed25519.PrivateKey()
  static let moment = Timestamp(milliseconds: 1_795_496_400_000)

  static let themeSource = """
    {
      "id": "night-sky",
      "version": "1.0.0",
      "title": { "en": "Night sky", "de": "Nachthimmel" },
      "description": { "en": "Stars.\\nAnd quiet." },
      "author": "Studio \\"Nord\\" \\\\ Co",
      "license": "CC-BY-4.0",
      "tags": ["dark", "calm"],
      "palette": { "background": "#0B1021", "text": "#f4f1de" },
      "previews": ["previews/home.png"],
      "compatibility": {
        "system": { "from": "2.0.0", "below": "4.0.0" },
        "screens": ["medium", "compact"],
        "bands": ["pulse-band"]
      },
      "entitlement": { "any_of": ["plan:plus", "item:night-sky"] },
      "files": ["wallpaper.png", "faces/pulse-band.json"]
    }
    """

  static let releaseSource = """
    {
      "product": "pulse-band",
      "kind": "band",
      "version": "2.1.0",
      "counter": 7,
      "channel": "stable",
      "from": { "from": "2.0.0" },
      "hardware": ["pulse-a1", "pulse-a2"],
      "notes": { "en": "Steps.\\nStairs." },
      "entitlement": "free",
      "rollout_percent": 10,
      "image": "pulse-band.bin"
    }
    """

  static func parsedTheme() throws -> ThemeSource {
    try ThemeSource.parse(Array(themeSource.utf8)).get()
  }

  static func measures() throws -> [ContentPath: FileMeasure] {
    var measures: [ContentPath: FileMeasure] = [:]
    for (path, content) in [
      ("previews/home.png", "preview"), ("wallpaper.png", "paper"), ("faces/pulse-band.json", "{}"),
    ] {
      let bytes = Array(content.utf8)
      measures[try ContentPath(path)] = FileMeasure(
        sha256: .sha256(bytes), length: Int64(bytes.count))
    }
    return measures
  }

  static func theme() throws -> ThemeManifest {
    try parsedTheme().manifest(measures: measures(), created: moment).get()
  }

  static func release() throws -> ReleaseManifest {
    try ReleaseSource.parse(Array(releaseSource.utf8)).get().manifest(
      measure: FileMeasure(sha256: .sha256([1, 2, 3]), length: 3), created: moment
    ).get()
  }

  static func trust(_ keys: Ed25519.PrivateKey..., threshold: Int = 1) -> RoleTrust {
    RoleTrust(keys: keys.map { ContentKey($0.publicKey) }, threshold: threshold)
  }

  /// The paths of what is wrong, in order; empty when nothing is.
  static func wrong<T>(_ result: Result<T, Mistakes>) -> [String] {
    switch result {
    case .success: []
    case .failure(let mistakes): mistakes.all.map(\.path)
    }
  }
}

extension Samples {
  /// The text as JSON writes it, every character beyond the plainest escaped.
  static func literal(_ text: String) -> String {
    let units = text.utf16.map { unit -> String in
      let plain = (0x20..<0x7F).contains(unit) && unit != 0x22 && unit != 0x5C
      let digits = String(unit, radix: 16)
      return plain
        ? String(UnicodeScalar(UInt8(unit)))
        : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "\"" + units.joined() + "\""
  }
}
