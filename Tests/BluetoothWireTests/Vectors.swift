import BluetoothWire
import Testing

/// Bytes written as a reader of a specification writes them: hexadecimal, with spaces between fields.
func hex(_ text: String, at location: SourceLocation = #_sourceLocation) -> [UInt8] {
  let digits = text.compactMap { $0 == " " ? nil : $0.hexDigitValue }
  #expect(
    digits.count.isMultiple(of: 2) && digits.count == text.count { $0 != " " },
    "not hexadecimal: \(text)", sourceLocation: location)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

/// Cuts `bytes` at every length: each beginning is refused, but for the lengths at which the value may end too; and so is
/// the whole with a byte too many, unless the value goes on to the end of its packet.
func expectWhole(
  _ bytes: [UInt8], mayEndAt ends: Set<Int> = [], isOpenEnded: Bool = false,
  at location: SourceLocation = #_sourceLocation, parse: ([UInt8]) throws -> Void
) {
  for length in 0..<bytes.count {
    let isRefused = refuses(Array(bytes.prefix(length)), parse)
    #expect(isRefused != ends.contains(length), "cut at \(length)", sourceLocation: location)
  }
  let wholeIsRefused = refuses(bytes, parse)
  #expect(!wholeIsRefused, "whole", sourceLocation: location)
  let longerIsRefused = refuses(bytes + [0], parse)
  #expect(longerIsRefused != isOpenEnded, "a byte too many", sourceLocation: location)
}

private func refuses(_ bytes: [UInt8], _ parse: ([UInt8]) throws -> Void) -> Bool {
  do {
    try parse(bytes)
    return false
  } catch {
    return error is WireError
  }
}

extension AttributeHandle: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: UInt16) { self.init(rawValue: value) }
}
