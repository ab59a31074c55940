/// Why a gateway does not start, as a sentence for whoever runs it.
package struct GatewayStartError: Error, Hashable, CustomStringConvertible {
  package let description: String

  /// - Parameter error: describes itself in words.
  init(_ error: any Error) { description = String(describing: error) }
}
