import Glibc
import HTTP
import Kernel
import LanyardTesting

/// A file of 3 MB in which no two stretches are alike.
enum SampleFile {
  static let bytes: [UInt8] = {
    var state: UInt64 = 1
    return (0..<3_000_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
  }()

  /// Opened anew, as a handler does.
  static func answer(
    in folder: TemporaryDirectory, authority: Authority? = nil, claimedLength: Int64? = nil
  ) -> FileAnswer {
    let path = folder.file("sample")
    if access(path, F_OK) != 0 {
      do { try folder.write("sample", bytes) } catch { preconditionFailure("no file: \(error)") }
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    precondition(descriptor >= 0, "the file was just written")
    return FileAnswer(
      descriptor: descriptor, length: claimedLength ?? Int64(bytes.count),
      contentType: "application/octet-stream", etag: "\"sample\"", authority: authority)
  }
}
