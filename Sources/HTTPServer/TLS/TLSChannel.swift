import COpenSSL
import Kernel

/// Where OpenSSL's records come from and go to: the socket of whichever connection has its turn, and one buffer of the loop.
///
/// OpenSSL has transports of its own for sockets, but they write each record by a call of its own, can kill the process by a signal, and
/// ask for bytes when there are none. This one reads once, and gathers what is written for one `send`.
final class TLSChannel {
  /// Records to send to the connection that has its turn.
  var records: [UInt8] = []
  private let method: OpaquePointer
  fileprivate var connection: Connection?

  init() {
    guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "lanyard"),
      BIO_meth_set_read_ex(method, readRecords) == 1,
      BIO_meth_set_write_ex(method, writeRecords) == 1,
      BIO_meth_set_ctrl(method, control) == 1
    else { preconditionFailure("there is memory for one method") }
    self.method = method
  }

  deinit { BIO_meth_free(method) }

  /// A transport that comes here. Not to be used when the channel is gone. Nil for want of memory.
  func makeTransport() -> OpaquePointer? {
    guard let transport = BIO_new(method) else { return nil }
    BIO_set_data(transport, Unmanaged.passUnretained(self).toOpaque())
    BIO_set_init(transport, 1)
    return transport
  }

  /// While `body` runs, records come from this connection.
  func with<R>(_ connection: Connection, _ body: () -> R) -> R {
    self.connection = connection
    defer { self.connection = nil }
    return body()
  }

  /// - Returns: 0 when there is nothing now or ever; the connection's flags tell which.
  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let connection, !connection.socketIsDry else { return 0 }
    do throws(KernelError) {
      switch try connection.socket.receive(into: buffer) {
      case .wouldBlock: connection.socketIsDry = true
      case .done(0):
        connection.socketIsDry = true
        connection.peerFinished = true
      case .done(let count):
        if count < buffer.count, !connection.peerFinishes { connection.socketIsDry = true }
        return count
      }
    } catch {
      // Nobody is there any more; to OpenSSL as to us that is the end.
      connection.socketIsDry = true
      connection.peerFinished = true
    }
    return 0
  }
}

private func channel(of transport: OpaquePointer?) -> TLSChannel? {
  BIO_get_data(transport).map { Unmanaged<TLSChannel>.fromOpaque($0).takeUnretainedValue() }
}

private func readRecords(
  _ transport: OpaquePointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ room: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  guard let channel = channel(of: transport) else { return 0 }
  lanyard_bio_clear_retry(transport)
  let read = channel.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: room))
  count?.pointee = read
  if read > 0 { return 1 }
  if channel.connection?.peerFinished != true { lanyard_bio_retry_read(transport) }
  return 0
}

private func writeRecords(
  _ transport: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ length: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  guard let channel = channel(of: transport) else { return 0 }
  channel.records.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
  count?.pointee = length
  return 1
}

/// Flushing is the one thing that OpenSSL insists on; the records are sent at the end of the turn.
private func control(
  _ transport: OpaquePointer?, _ command: Int32, _ number: Int,
  _ pointer: UnsafeMutableRawPointer?
) -> Int {
  command == BIO_CTRL_FLUSH ? 1 : 0
}
