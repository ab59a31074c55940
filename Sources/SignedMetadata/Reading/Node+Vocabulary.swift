import Cryptography
import JSON

/// Reading the words of `Vocabulary`, each with the remedy a person needs.
extension Node {
  func name() -> ContentName? {
    guard let text = text(most: 1_024) else { return nil }
    guard let name = ContentName(rawValue: text) else {
      mistake("`\(text)` is not a name", "write \(ContentName.rule)")
      return nil
    }
    return name
  }

  /// A list of names without repetition, in the order written.
  func names(_ count: ClosedRange<Int>) -> [ContentName]? {
    unique(count) { $0.name() }
  }

  /// A list of unlike values; nil when the list or one of its elements is wrong.
  func unique<T: Hashable>(_ count: ClosedRange<Int>, _ read: (Node) -> T?) -> [T]? {
    guard let nodes = elements(count) else { return nil }
    var seen: Set<T> = []
    var values: [T] = []
    for node in nodes {
      guard let value = read(node) else { continue }
      if seen.insert(value).inserted {
        values.append(value)
      } else {
        node.mistake("is listed twice", "remove one of them")
      }
    }
    return values.count == nodes.count ? values : nil
  }

  func choice<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> T? where T.RawValue == String {
    let all = T.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    guard case .string(let text) = value, let choice = T(rawValue: text) else {
      mistake("is not one of \(all)", "write one of \(all)")
      return nil
    }
    return choice
  }

  /// A version without build metadata: two builds of one version could not be told apart in a path.
  func version() -> SemanticVersion? {
    guard let text = text(most: 1_024) else { return nil }
    guard let version = SemanticVersion(text) else {
      mistake(
        "`\(text)` is not a semantic version", "write as 1.4.0 or 2.0.0-beta.1 (semver.org, 2.0.0)")
      return nil
    }
    guard version.build.isEmpty else {
      mistake("has build metadata", "leave out `+\(version.build.joined(separator: "."))`")
      return nil
    }
    return version
  }

  /// `{from?, below?}`, at least one of them.
  func versionRange() -> VersionRange? {
    guard var object = object() else { return nil }
    let from = object.optional("from")
    let below = object.optional("below")
    object.refuseOthers()
    if from == nil && below == nil {
      mistake("names no version", "add \"from\" (included), \"below\" (not included) or both")
      return nil
    }
    let range = VersionRange(from: from?.version(), below: below?.version())
    guard (range.from == nil) == (from == nil), (range.below == nil) == (below == nil) else {
      return nil
    }
    guard !range.isEmpty else {
      mistake("holds no version", "write a \"below\" that comes after \"from\"")
      return nil
    }
    return range
  }

  func localizedText(most: Int, lines: Bool = false) -> LocalizedText? {
    guard let object = object() else { return nil }
    guard object.members.count <= ContentLimits.languages else {
      mistake(
        "has \(object.members.count) languages", "keep at most \(ContentLimits.languages)")
      return nil
    }
    var texts: [LanguageTag: String] = [:]
    var isWhole = true
    for (name, node) in object.members {
      guard let tag = LanguageTag(name) else {
        node.mistake("`\(name)` is not a language tag", "write a tag as en, pt-BR or zh-Hant")
        isWhole = false
        continue
      }
      guard texts[tag] == nil else {
        node.mistake("is the language \(tag) again", "remove one of them")
        isWhole = false
        continue
      }
      if let text = node.text(most: most, lines: lines) {
        texts[tag] = text
      } else {
        isWhole = false
        texts[tag] = ""
      }
    }
    guard let localized = LocalizedText(texts) else {
      log.add(
        Mistake(
          path: "\(path).en", problem: "is missing",
          remedy: "add the English text: it is shown where no other language fits"))
      return nil
    }
    return isWhole ? localized : nil
  }

  /// `"free"` or `{"any_of": ["plan:plus", "item:night-sky"]}`.
  func entitlement() -> EntitlementRequirement? {
    if value == .string("free") { return .free }
    guard case .object = value, var object = object() else {
      mistake("is no requirement", "write \"free\" or {\"any_of\": [\"plan:plus\"]}")
      return nil
    }
    let list = object.required("any_of")
    object.refuseOthers()
    let names = list?.unique(1...EntitlementRequirement.mostNames) { node -> String? in
      guard let text = node.text(most: 1_024) else { return nil }
      guard EntitlementRequirement.isName(text) else {
        node.mistake(
          "`\(text)` is not a right",
          "write plan:<name> or item:<name>, with 1 to 64 of a-z 0-9 . - _")
        return nil
      }
      return text
    }
    return names.map { .anyOf($0.sorted()) }
  }

  func contentPath() -> ContentPath? {
    guard case .string(let text) = value else {
      return self.text(most: ContentPath.longest).flatMap { _ in nil }
    }
    do {
      return try ContentPath(text)
    } catch {
      mistake("the path \(error)", "write a path inside the folder, as previews/home.png")
      return nil
    }
  }

  func digest() -> Digest? {
    guard case .string(let hex) = value, let digest = Digest(hex: hex) else {
      mistake("is not a SHA-256 digest", "write 64 lower-case hexadecimal digits")
      return nil
    }
    return digest
  }
}
