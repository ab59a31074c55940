import JSON

extension ThemeDescription {
  /// The members that a source and a manifest share, read from either; nil when something was reported.
  static func read(_ object: inout ObjectReader) -> ThemeDescription? {
    let id = object.required("id")?.name()
    let version = object.required("version")?.version()
    let title = object.required("title")?.localizedText(most: ContentLimits.titleBytes)
    let description = object.required("description")?
      .localizedText(most: ContentLimits.descriptionBytes, lines: true)
    let author = object.required("author")?.text(most: ContentLimits.titleBytes)
    let license = object.required("license")?.license()
    let tags = Self.list(object.optional("tags")) { $0.names(0...ContentLimits.tags) }
    let palette = Self.list(object.optional("palette")) { $0.palette() }
    let compatibility =
      if let node = object.optional("compatibility") { node.compatibility() } else {
        Compatibility()
      }
    let entitlement = object.required("entitlement")?.entitlement()
    guard let id, let version, let title, let description, let author, let license, let tags,
      let palette, let compatibility, let entitlement
    else { return nil }
    return ThemeDescription(
      id: id, version: version, title: title, description: description, author: author,
      license: license, tags: tags, palette: palette, compatibility: compatibility,
      entitlement: entitlement)
  }

  /// Empty when the member is absent, nil when it is wrong.
  private static func list<T>(_ node: Node?, _ read: (Node) -> [T]?) -> [T]? {
    guard let node else { return [] }
    return read(node)
  }

  var members: [(name: String, value: JSONValue?)] {
    [
      ("id", .string(id.rawValue)),
      ("version", .string(version.description)),
      ("title", title.json),
      ("description", description.json),
      ("author", .string(author)),
      ("license", .string(license.text)),
      ("tags", .array(tags.map { .string($0.rawValue) })),
      (
        "palette",
        .members(palette.map { ($0.name.rawValue, .string($0.color.description)) })
      ),
      ("compatibility", compatibility.json),
      ("entitlement", entitlement.json),
    ]
  }
}

extension Compatibility {
  fileprivate var json: JSONValue {
    .members([
      ("system", system?.json),
      ("screens", screens.isEmpty ? nil : .array(screens.map { .string($0.rawValue) })),
      ("bands", bands.isEmpty ? nil : .array(bands.map { .string($0.rawValue) })),
    ])
  }
}

extension Node {
  fileprivate func license() -> LicenseID? {
    guard let text = text(most: 1_024) else { return nil }
    guard let license = LicenseID(text) else {
      mistake("`\(text)` is not an SPDX identifier", "write as CC-BY-4.0 or LicenseRef-Ours")
      return nil
    }
    if let correction = LicenseID.correction(of: text) {
      mistake("`\(text)` is spelled with other capitals", "write \(correction)")
      return nil
    }
    return license
  }

  fileprivate func palette() -> [ThemeDescription.NamedColor]? {
    guard let object = object() else { return nil }
    guard object.members.count <= ContentLimits.colors else {
      mistake("has \(object.members.count) colours", "keep at most \(ContentLimits.colors)")
      return nil
    }
    var colors: [ThemeDescription.NamedColor] = []
    for (name, node) in object.members {
      guard let name = ContentName(rawValue: name) else {
        node.mistake("`\(name)` is not a name", "write \(ContentName.rule)")
        continue
      }
      guard case .string(let text) = node.value, let color = Color(text) else {
        node.mistake("is not a colour", "write # and six hexadecimal digits, as #1b2a41")
        continue
      }
      colors.append(ThemeDescription.NamedColor(name: name, color: color))
    }
    return colors.count == object.members.count ? colors : nil
  }

  fileprivate func compatibility() -> Compatibility? {
    guard var object = object() else { return nil }
    let system = object.optional("system")
    let screens = object.optional("screens")
    let bands = object.optional("bands")
    object.refuseOthers()
    let range = system?.versionRange()
    let classes = screens.map {
      $0.unique(1...ScreenClass.allCases.count) { $0.choice(ScreenClass.self) }
    }
    let models = bands.map { $0.names(1...ContentLimits.hardware) }
    guard (range == nil) == (system == nil), classes != .some(nil), models != .some(nil) else {
      return nil
    }
    let named = classes.flatMap { $0 } ?? []
    return Compatibility(
      system: range, screens: ScreenClass.allCases.filter(named.contains),
      bands: models.flatMap { $0 } ?? [])
  }
}
