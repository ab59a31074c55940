package import JSON

/// The one way to write a document that is hashed or signed: OLPC canonical JSON, as python-tuf and go-tuf write it.
///
/// No white space; members sorted by the code points of their names; only `"` and `\` escaped, so control characters
/// stand raw and the result is not always JSON text; integers only.
package enum CanonicalJSON {
  /// Canonical JSON has no floating-point numbers: the document cannot be signed.
  package struct HasFraction: Error, Hashable {
    /// Where, as `$.signed.rate`.
    package let path: String
  }

  /// - Throws: `HasFraction` for the first number with a fraction or an exponent.
  package static func encode(_ value: JSONValue) throws(HasFraction) -> [UInt8] {
    var bytes: [UInt8] = []
    try append(value, at: "$", to: &bytes)
    return bytes
  }

  private static func append(
    _ value: JSONValue, at path: String, to bytes: inout [UInt8]
  ) throws(HasFraction) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let claim): bytes += (claim ? "true" : "false").utf8
    case .integer(let integer): bytes += String(integer).utf8
    case .number: throw HasFraction(path: path)
    case .string(let text): append(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        try append(element, at: "\(path)[\(index)]", to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in sorted(object.members).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        try append(member.value, at: "\(path).\(member.name)", to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// The order of UTF-8 bytes is the order of code points; String's own `<` compares normalised text, which is another order.
  private static func sorted(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
    members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(UInt8(ascii: "\\"))
      }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
