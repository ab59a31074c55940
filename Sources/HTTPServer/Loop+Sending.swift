import HTTP
import Kernel

/// From bytes to the peer.
extension Loop {
  /// What is sent of a file before its authority is asked again.
  static let filePiece: Int64 = 1 << 20

  /// Sends the output, then the outbox.
  /// - Returns: `goesOn` when all is sent.
  func push(_ connection: Connection, _ effort: inout Effort) -> Step {
    if let tls = connection.tls { return pushSealed(connection, tls, &effort) }
    if output.isEmpty, connection.outbox == nil { return .goesOn }
    return pushClear(connection, &effort)
  }

  private func pushClear(_ connection: Connection, _ effort: inout Effort) -> Step {
    do throws(KernelError) {
      if !output.isEmpty { try sendOutput(connection, &effort) }
      while let segment = connection.outbox?.first {
        if effort.isSpent {
          resumeSoon(connection)
          return .waits
        }
        let outcome: Outcome<Int>
        switch segment {
        case .bytes(let bytes, let range), .records(let bytes, let range):
          outcome = try connection.socket.send(
            bytes, range, more: connection.outbox?.hasSecond == true)
        case .file(let file, let range):
          guard mayGoOn(connection, file) else { return .waits }
          let count = Int(min(Int64(range.count), Loop.filePiece))
          outcome = try connection.socket.send(
            file: file.source.descriptor, from: range.lowerBound, count: count)
          if outcome == .done(0) {
            seat.configuration.log?(.fileEnded(request: file.request))
            close(connection)
            return .waits
          }
        }
        guard case .done(let count) = outcome else { return .waits }
        sent(count, connection, &effort)
        connection.dropFromOutbox(count)
      }
      return .goesOn
    } catch {
      close(connection)
      return .waits
    }
  }

  /// The output goes in one call with the bytes behind it; what does not fit goes to the front of the outbox.
  private func sendOutput(
    _ connection: Connection, _ effort: inout Effort
  ) throws(KernelError) {
    let outcome: Outcome<Int>
    if case .bytes(let body, let range)? = connection.outbox?.first {
      outcome = try connection.socket.send(output, body, range)
    } else {
      outcome = try connection.socket.send(
        output, 0..<output.count, more: connection.outbox != nil)
    }
    var count = 0
    if case .done(let accepted) = outcome { count = accepted }
    sent(count, connection, &effort)
    if count < output.count {
      let rest = Array(output[count...])
      connection.sendFirst(.bytes(rest, 0..<rest.count))
    } else {
      connection.dropFromOutbox(count - output.count)
    }
    output.removeAll(keepingCapacity: true)
  }

  func sent(_ count: Int, _ connection: Connection, _ effort: inout Effort) {
    effort.add(bytes: count)
    connection.pace.bytes += count
    counters.bytesSent.add(count)
  }

  /// Whether the next piece of the file may be sent. If not, the connection is reset: what the kernel holds for the peer is not
  /// served either, and the peer sees that it has not got everything.
  func mayGoOn(_ connection: Connection, _ file: OpenFile) -> Bool {
    guard let authority = file.authority, !authority.stillHolds() else { return true }
    seat.configuration.log?(.authorityEnded(request: file.request))
    // Fails when the peer is gone already.
    try? connection.socket.dropUnsentAtClose()
    close(connection)
    return false
  }
}

extension Connection {
  /// Waits for something to say to a peer that has nothing more to send.
  var isListening: Bool {
    switch phase {
    case .streaming, .waiting: true
    case .handshaking, .receivingHead, .receivingBody, .working, .lingering: false
    }
  }
}
