/// `name=value` pairs between "&", percent-decoded. "+" is itself: a time zone's sign reads as it was written.
struct QueryItems {
  private let items: [(name: String, value: String)]

  /// - Parameter text: a query that the parser has taken; a "%" that means nothing stays as it is.
  init(_ text: UnsafeRawBufferPointer) {
    items = text.split(separator: UInt8(ascii: "&")).map { item in
      let equals = item.firstIndex(of: UInt8(ascii: "=")) ?? item.endIndex
      return (
        QueryItems.decoded(item[..<equals]),
        QueryItems.decoded(item[min(equals + 1, item.endIndex)...])
      )
    }
  }

  func first(named name: String) -> String? { items.first { $0.name == name }?.value }

  var names: [String] { items.map(\.name) }

  private static func decoded(_ text: Slice<UnsafeRawBufferPointer>) -> String {
    let bytes = UnsafeRawBufferPointer(rebasing: text).bytes
    return PercentEncoding.decoded(bytes).map { String(decoding: $0, as: UTF8.self) }
      ?? String(decoding: text, as: UTF8.self)
  }
}
