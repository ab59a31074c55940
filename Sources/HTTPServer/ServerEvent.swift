package import HTTP
package import Kernel

/// What a server tells its log.
package enum ServerEvent: Sendable {
  /// Only when `ServerConfiguration.logsAnswers` says so.
  case answered(AnswerRecord)
  /// What came was no request that anybody may send.
  case refused(ParseRefusal, source: String)
  /// The peer took longer than it may.
  case tooSlow(Slowness, source: String)
  /// `reason` is OpenSSL's.
  case handshakeFailed(reason: String, source: String)
  /// There are as many connections as there may be; told once, and again after some were free.
  case full
  /// A connection could not be taken.
  case cannotAccept(KernelError)
  /// A file is shorter than it was said to be; the connection was closed in the middle of its body.
  case fileEnded(request: UInt64)
  /// `Answer.later` did not answer: it was given up, or took longer than it may.
  case unanswered(request: UInt64)
  /// What an answer was served under ended before the answer did; the connection was closed.
  case authorityEnded(request: UInt64)
}

/// At what a peer was too slow.
package enum Slowness: Sendable {
  case head, body, reading
}

/// One answer, for an access log.
package struct AnswerRecord: Sendable {
  /// `Request.id`.
  package let request: UInt64
  package let source: String
  package let method: Method
  /// Without the query, which may hold what nobody should log.
  package let path: String
  package let status: Status
  /// From the end of the request to the answer's first byte being ready.
  package let duration: Duration
}
