package import BluetoothWire

/// Which product an accessory is, whose releases it therefore takes. The one table from the words of radio to the words of releases:
/// a new model is a new line.
struct ProductModel: Hashable, Sendable {
  /// The product's name in releases, as `lumen-band`.
  let product: String
  /// What it is called where it has told no name.
  let title: String
}

enum ProductModels {
  /// By the beginning of the model number (2A24) or name, without regard to case, hyphens and spaces.
  private static let table: [(profile: AccessoryProfile, prefix: String, model: ProductModel)] = [
    (.band, "lumenband", ProductModel(product: "lumen-band", title: "Lumen Band")),
    (.band, "lb", ProductModel(product: "lumen-band", title: "Lumen Band")),
    (.scale, "terrascale", ProductModel(product: "terra-scale", title: "Terra Scale")),
    (.scale, "ts", ProductModel(product: "terra-scale", title: "Terra Scale")),
  ]

  /// What was connected; products that nobody releases for when the model is not in the table.
  static func model(of profile: AccessoryProfile, facts: AccessoryFacts) -> ProductModel {
    if let line = line(for: facts), line.profile == profile { return line.model }
    return switch profile {
    case .band: ProductModel(product: "other-band", title: "Band")
    case .huamiBand: ProductModel(product: "huami-band", title: "Mi Band or Amazfit")
    case .strap: ProductModel(product: "heart-rate-strap", title: "Heart rate strap")
    case .scale: ProductModel(product: "other-scale", title: "Scale")
    case .sealedScale: ProductModel(product: "mi-sealed-scale", title: "Xiaomi Scale S200/S400")
    case .miScale: miScale
    case .miBodyScale: miBodyScale
    case .broadcastScale: facts.model == AccessoryFacts.miBodyScale ? miBodyScale : miScale
    }
  }

  private static let miScale = ProductModel(product: "mi-scale", title: "Mi Scale")
  private static let miBodyScale = ProductModel(
    product: "mi-body-scale", title: "Mi Body Composition Scale")

  /// How a model of the table is talked to; nil for others.
  static func profile(of facts: AccessoryFacts) -> AccessoryProfile? { line(for: facts)?.profile }

  private static func line(
    for facts: AccessoryFacts
  ) -> (profile: AccessoryProfile, prefix: String, model: ProductModel)? {
    // Before it was read, the name it advertises is the best guess.
    let number = (facts.model ?? facts.name ?? "").lowercased()
      .filter { $0.isLetter || $0.isNumber }
    return table.first { number.hasPrefix($0.prefix) }
  }
}

extension AccessoryFacts {
  static let miBodyScale = "mi-body-scale"
  static let miScale = "mi-scale"

  /// What an advertisement alone tells.
  package init(_ payload: AdvertisingPayload) {
    name = payload.localName.flatMap(Self.fit)
    switch MiScale.generation(of: payload) {
    case .bodyComposition: model = Self.miBodyScale
    case .first: model = Self.miScale
    case nil: model = nil
    }
  }
}
