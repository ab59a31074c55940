import Cryptography

/// The name of an upload's file: `<digest>.<length>.part`. The length is in the name so that a restart forgets nothing that was agreed.
struct PartName: Hashable {
  let digest: Digest
  let length: Int64

  init(digest: Digest, length: Int64) {
    self.digest = digest
    self.length = length
  }

  /// Nil unless it is exactly what `text` writes.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[2] == "part", let digest = Digest(hex: parts[0]),
      let length = Int64(parts[1]), String(length) == parts[1],
      (1...ObjectStore.longestObject).contains(length)
    else { return nil }
    self.init(digest: digest, length: length)
  }

  var text: String { "\(digest.hex).\(length).part" }
}
