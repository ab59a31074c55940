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
    segments.insert(.records(records, from: 0), at: waiting)
  }

  /// So many bytes of the first segment are done with.
  func drop(_ count: Int) {
    guard let first else { return }
    if let rest = first.dropping(count) { segments[0] = rest } else { segments.removeFirst() }
  }
}

/// Something to send.
enum Segment {
  /// From an offset on.
  case bytes([UInt8], from: Int)
  /// The same, encrypted already.
  case records([UInt8], from: Int)
  case file(OpenFile, Range<Int64>)

  var isSealed: Bool {
    if case .records = self { true } else { false }
  }

  /// Nil when nothing is left.
  fileprivate func dropping(_ count: Int) -> Segment? {
    switch self {
    case .bytes(let bytes, let start):
      start + count < bytes.count ? .bytes(bytes, from: start + count) : nil
    case .records(let bytes, let start):
      start + count < bytes.count ? .records(bytes, from: start + count) : nil
    case .file(let file, let range):
      Int64(count) < range.upperBound - range.lowerBound
        ? .file(file, range.lowerBound + Int64(count)..<range.upperBound) : nil
    }
  }
}

/// A file that is being sent, and what it is sent under.
final class OpenFile {
  let descriptor: Descriptor
  let authority: Authority?
  let request: UInt64

  init(_ descriptor: consuming Descriptor, _ authority: Authority?, request: UInt64) {
    self.descriptor = descriptor
    self.authority = authority
    self.request = request
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
