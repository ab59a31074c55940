import HTTP
import Kernel

/// Connections that are encrypted: what is plain becomes records on its way out, and everything else is as in the clear.
extension Loop {
  /// What becomes records at a time. Few enough that a slow peer does not make us hold much.
  private static let sealedPiece = 64 << 10

  func shakeHands(_ connection: Connection) -> Step {
    guard let tls = connection.tls else { return .waits }
    guard handshakesLeft > 0 else {
      resumeSoon(connection)
      return .waits
    }
    handshakesLeft -= 1
    switch tls.shakeHands(connection) {
    case .done:
      connection.phase = .receivingHead
      connection.mayRead = true
      return .goesOn
    case .needsMore where !connection.peerFinished:
      flushRecords(connection)
    case .needsMore, .failed:
      // The alert that says why.
      flushRecords(connection)
      let reason = TLSFailure.takeReason()
      seat.configuration.log?(.handshakeFailed(reason: reason, source: connection.source))
      close(connection)
    }
    return .waits
  }

  /// As `push` does, by way of records.
  func pushSealed(
    _ connection: Connection, _ tls: TLSSession, _ effort: inout Effort
  ) -> Step {
    if !output.isEmpty {
      guard output.withUnsafeBytes({ seal($0, connection, tls) }) else { return .waits }
      output.removeAll(keepingCapacity: true)
    }
    while true {
      sendRecords(connection, &effort)
      guard connection.isOpen else { return .waits }
      guard let segment = connection.outbox?.first else { return .goesOn }
      if segment.isSealed { return .waits }
      if effort.isSpent {
        resumeSoon(connection)
        return .waits
      }
      guard seal(segment, connection, tls) else { return .waits }
    }
  }

  /// Sends what was encrypted before, then what is in the channel. What the peer does not take is kept in front of the outbox.
  private func sendRecords(_ connection: Connection, _ effort: inout Effort) {
    guard let encryption else { return }
    do throws(KernelError) {
      while case .records(let records, let range)? = connection.outbox?.first {
        let outcome = try connection.socket.send(records, range, more: false)
        guard case .done(let count) = outcome else { break }
        sent(count, connection, &effort)
        connection.dropFromOutbox(count)
      }
      guard !encryption.channel.records.isEmpty else { return }
      var count = 0
      if connection.outbox?.first?.isSealed != true {
        let records = encryption.channel.records
        let outcome = try connection.socket.send(records, 0..<records.count, more: false)
        if case .done(let accepted) = outcome { count = accepted }
        sent(count, connection, &effort)
      }
      if count < encryption.channel.records.count {
        let rest = Array(encryption.channel.records[count...])
        if let outbox = connection.outbox {
          outbox.insert(records: rest)
        } else {
          connection.sendLater(.records(rest, 0..<rest.count))
        }
      }
    } catch {
      close(connection)
    }
    encryption.channel.records.removeAll(keepingCapacity: true)
  }

  /// Outside of `push`: of a handshake, and for the last word.
  func flushRecords(_ connection: Connection) {
    var effort = Effort()
    sendRecords(connection, &effort)
  }

  /// Encrypts the next piece of a segment.
  private func seal(_ segment: Segment, _ connection: Connection, _ tls: TLSSession) -> Bool {
    switch segment {
    case .records: break
    case .bytes(let bytes, let range):
      let piece = range.prefix(Loop.sealedPiece)
      let isSealed = bytes.withUnsafeBytes {
        seal(UnsafeRawBufferPointer(rebasing: $0[piece]), connection, tls)
      }
      guard isSealed else { return false }
      connection.dropFromOutbox(piece.count)
    case .file(let file, let range):
      guard mayGoOn(connection, file) else { return false }
      let count = readFile(file, range)
      guard count > 0 else {
        seat.configuration.log?(.fileEnded(request: file.request))
        close(connection)
        return false
      }
      guard seal(input.place(0..<count), connection, tls) else {
        return false
      }
      connection.dropFromOutbox(count)
    }
    return true
  }

  /// Into the loop's input, which nobody uses while something is sent.
  private func readFile(_ file: OpenFile, _ range: Range<Int64>) -> Int {
    let count = Int(min(Int64(input.count), Int64(range.count)))
    // Fails when the disk does: the same to the peer as a file that is too short.
    let place = UnsafeMutableRawBufferPointer(rebasing: input.memory[..<count])
    let read = try? file.source.descriptor.read(into: place, at: range.lowerBound)
    return read ?? 0
  }

  private func seal(
    _ bytes: UnsafeRawBufferPointer, _ connection: Connection, _ tls: TLSSession
  ) -> Bool {
    let isSealed = tls.write(bytes)
    if !isSealed { close(connection) }
    return isSealed
  }
}
