/// Bytes as text.
package enum Hex {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String { fatalError("unbuilt") }
  /// Lower-case digits only, two per byte; nil for anything else.
  package static func decode(_ text: String) -> [UInt8]? { fatalError("unbuilt") }
}
package enum Base64URL {
  package static func encode(_ bytes: [UInt8]) -> String { fatalError("unbuilt") }
  /// Without padding, RFC 4648 section 5; nil for anything else.
  package static func decode(_ text: String) -> [UInt8]? { fatalError("unbuilt") }
}
