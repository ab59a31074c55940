package import Cryptography
package import JSON

/// A kind of document that is signed: what stands under `signed` in an envelope.
///
/// Each has `_type` and `spec_version` as TUF's roles have, so that the formats can become targets of a TUF repository
/// without changing what is already signed.
package protocol SignedDocument: Sendable {
  /// What `_type` says.
  static var type: String { get }
  /// Reads the whole document, or reports everything that is wrong with it. Members it does not know are refused.
  static func parse(_ signed: JSONValue) -> Result<Self, Mistakes>
  /// The document as it is signed: text and integers only.
  var signed: JSONValue { get }
}

/// A document of the content team's: signed by a role, naming objects that must be there before it is taken.
package protocol ContentDocument: SignedDocument {
  static var role: ContentRole { get }
  /// What it names, each digest once.
  var objects: [ObjectReference] { get }
}

/// Bytes that a document names.
package struct ObjectReference: Hashable, Sendable {
  package let sha256: Digest
  /// In bytes.
  package let length: Int64
  package init(sha256: Digest, length: Int64) {
    self.sha256 = sha256
    self.length = length
  }
}

/// The version of these formats. Documents of another major version are refused, those of a later minor one too: their members
/// would not be known.
package let documentSpecification = "1.0.0"

/// Why signed bytes were not taken.
package enum DocumentRefusal: Error, Hashable, Sendable {
  /// Not `{"signed": …, "signatures": […]}` within its bounds; nothing of it was believed.
  case malformed(Mistakes)
  /// Fewer good signatures of the role's keys than it asks for. What the document says was not looked at.
  case untrusted(role: ContentRole, signatures: Int, threshold: Int)
  /// Well signed, and wrong.
  case mistaken(Mistakes)
}
