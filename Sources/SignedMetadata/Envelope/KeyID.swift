/// The id of a key: SHA-256 of its canonical key object, as TUF 1.0 section 4.2 defines it, in 64 lower-case hexadecimal digits.
///
/// The initialiser does not check: an id is only ever compared with one that `ContentKey` computed itself.
package struct KeyID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package var description: String { rawValue }
}
