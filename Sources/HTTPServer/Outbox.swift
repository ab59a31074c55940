import HTTP
import Kernel

/// What a connection has still to be sent, in order. It exists only as long as it holds something.
final class Outbox {
  private var segments: [Segment]

  init(_ segment: Segment) { segments = [segment] }

  var isEmpty: Bool { segments.isEmpty }
  var first: Segment? { segments.first }
  /// Whether more is to come behind the first.
  var hasSecond: Bool { segments.count > 1 }

  func append(_ segment: Segment) { segments.append(segment) }
  func prepend(_ segment: Segment) { segments.insert(segment, at: 0) }

  /// Behind the records that wait already, before what is still plain.
  func insert(records: [UInt8]) {
    let waiting = segments.prefix { $0.isSealed }.count
    segments.insert(.records(records, 0..<records.count), at: waiting)
  }

  /// So many bytes of the first segment are done with.
  func drop(_ count: Int) {
    guard let first else { return }
    if let rest = first.dropping(count) { segments[0] = rest } else { segments.removeFirst() }
  }
}

/// Something to send.
enum Segment {
  /// A stretch of them, never empty.
  case bytes([UInt8], Range<Int>)
  /// The same, encrypted already.
  case records([UInt8], Range<Int>)
  case file(OpenFile, Range<Int64>)

  var isSealed: Bool {
    if case .records = self { true } else { false }
  }

  /// Nil when nothing is left.
  fileprivate func dropping(_ count: Int) -> Segment? {
    switch self {
    case .bytes(let bytes, let range):
      count < range.count ? .bytes(bytes, range.dropFirst(count)) : nil
    case .records(let bytes, let range):
      count < range.count ? .records(bytes, range.dropFirst(count)) : nil
    case .file(let file, let range):
      Int64(count) < range.upperBound - range.lowerBound
        ? .file(file, range.lowerBound + Int64(count)..<range.upperBound) : nil
    }
  }
}

/// A file that is being sent, and what it is sent under.
final class OpenFile {
  let source: FileSource
  let authority: Authority?
  let request: UInt64

  init(_ source: FileSource, _ authority: Authority?, request: UInt64) {
    self.source = source
    self.authority = authority
    self.request = request
  }
}

/// An open file that several connections may be sent from at a time: each says where. Closed when none of them is left.
final class FileSource: Sendable {
  let descriptor: Descriptor

  init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

  /// In memory. Nil when there is no descriptor for it.
  static func inMemory(_ bytes: [UInt8]) -> FileSource? {
    do throws(KernelError) {
      return FileSource(try Descriptor.memory("lanyard-body", holding: bytes.span.bytes))
    } catch {
      return nil
    }
  }
}

extension Connection {
  /// Sends it behind all that waits.
  func sendLater(_ segment: Segment) {
    if let outbox { outbox.append(segment) } else { outbox = Outbox(segment) }
  }

  /// Sends it before all that waits.
  func sendFirst(_ segment: Segment) {
    if let outbox { outbox.prepend(segment) } else { outbox = Outbox(segment) }
  }

  func dropFromOutbox(_ count: Int) {
    guard count > 0, let outbox else { return }
    outbox.drop(count)
    if outbox.isEmpty { self.outbox = nil }
  }
}
