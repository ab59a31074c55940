import AccountSession
package import Cryptography
package import HTTP

extension PublishingDesk {
  /// An object as a file to be sent for as long as `authority` holds. What it is called by is its content: it never changes.
  package func file(
    _ digest: Digest, as contentType: String, under authority: Authority
  ) -> Answer {
    do throws(ObjectStoreError) {
      guard let object = try objects.open(digest) else { return .now(Problem.unreadable.response) }
      return .file(
        FileAnswer(
          descriptor: object.descriptor, length: object.length, contentType: contentType,
          etag: "\"\(digest.hex)\"",
          headers: [
            ("Cache-Control", "private, no-cache"), ("X-Content-Type-Options", "nosniff"),
          ],
          authority: authority))
    } catch {
      return .now(Problem.refusing(error).response)
    }
  }
}

extension Response {
  /// The bytes that the content team signed, as they came.
  package static func signedDocument(_ bytes: [UInt8], digest: Digest) -> Response {
    Response(
      .ok,
      headers: [("Content-Type", "application/json"), ("Cache-Control", "private, no-cache")],
      body: bytes, etag: "\"\(digest.hex)\"")
  }
}
