/// A licence by its SPDX identifier (SPDX specification 2.3, annex A), or `LicenseRef-…` for one that SPDX does not list.
package struct LicenseID: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// Nil unless it has an identifier's form. Whether SPDX lists it is not asked: the list grows every few months.
  package init?(_ text: String) {
    guard (1...64).contains(text.utf8.count),
      text.utf8.allSatisfy({
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "+"):
          true
        default: false
        }
      })
    else { return nil }
    self.text = text
  }

  package var description: String { text }

  /// The identifier that was probably meant: one of content's usual licences, spelled with other capitals.
  package static func correction(of text: String) -> String? {
    usual.first { $0 != text && $0.lowercased() == text.lowercased() }
  }

  private static let usual = [
    "CC0-1.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0",
    "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0", "MIT", "MIT-0", "Apache-2.0",
    "BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0", "GPL-2.0-only", "GPL-2.0-or-later",
    "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-or-later", "OFL-1.1", "Unlicense", "Zlib",
    "0BSD",
  ]
}
