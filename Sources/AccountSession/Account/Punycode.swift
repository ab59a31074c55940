/// The encoding that puts any text into letters, digits and hyphens: RFC 3492.
enum Punycode {
  // The parameters that section 5 fixes for domain names.
  private static let base: UInt32 = 36
  private static let leastThreshold: UInt32 = 1
  private static let mostThreshold: UInt32 = 26
  private static let skew: UInt32 = 38
  private static let damping: UInt32 = 700
  private static let initialBias: UInt32 = 72
  private static let initialCode: UInt32 = 128

  /// Section 6.3, without the `xn--` that domain names put before it. Nil when a number would not fit 32 bits, which takes text
  /// longer than any label.
  static func encoded(_ text: String) -> String? {
    let codes = text.unicodeScalars.map(\.value)
    var output = codes.filter { $0 < initialCode }.map { UInt8($0) }
    let basicCount = output.count
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var (code, delta, bias) = (initialCode, UInt32(0), initialBias)
    var done = basicCount
    while done < codes.count {
      guard let next = codes.filter({ $0 >= code }).min() else { return nil }
      let (step, isTooLarge) = (next - code).multipliedReportingOverflow(by: UInt32(done + 1))
      let (sum, overflows) = delta.addingReportingOverflow(step)
      guard !isTooLarge, !overflows else { return nil }
      delta = sum
      code = next
      for other in codes {
        if other < code {
          guard delta < .max else { return nil }
          delta += 1
        }
        guard other == code else { continue }
        appendNumber(delta, bias: bias, to: &output)
        bias = adapted(delta, count: UInt32(done + 1), isFirst: done == basicCount)
        delta = 0
        done += 1
      }
      delta += 1
      code += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func appendNumber(_ number: UInt32, bias: UInt32, to output: inout [UInt8]) {
    var rest = number
    var weight = base
    while true {
      let threshold =
        weight <= bias ? leastThreshold : min(weight - bias, mostThreshold)
      guard rest >= threshold else { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      weight += base
    }
    output.append(digit(rest))
  }

  /// `a` to `z` are 0 to 25, `0` to `9` are 26 to 35.
  private static func digit(_ value: UInt32) -> UInt8 {
    UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30)
  }

  private static func adapted(_ delta: UInt32, count: UInt32, isFirst: Bool) -> UInt32 {
    var rest = isFirst ? delta / damping : delta / 2
    rest += rest / count
    var bias: UInt32 = 0
    while rest > (base - leastThreshold) * mostThreshold / 2 {
      rest /= base - leastThreshold
      bias += base
    }
    return bias + (base - leastThreshold + 1) * rest / (rest + skew)
  }
}
