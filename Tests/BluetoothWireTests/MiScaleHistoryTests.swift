import BluetoothWire
import Testing

@Suite("A request for a Mi scale's history")
struct MiScaleHistoryRequestTests {
  /// As openScale writes them.
  @Test(
    "is written as the scale reads it",
    arguments: [
      (MiScaleHistoryRequest.begin, "01 968ABD62"), (.unread(of: 0x1234), "01 FFFF 1234"),
      (.send, "02"), (.stop, "03"), (.acknowledge(0x0007), "04 FFFF 0007"),
    ])
  func written(request: MiScaleHistoryRequest, bytes: String) throws {
    #expect(request.encoded() == hex(bytes))
    #expect(try MiScaleHistoryRequest(parsing: hex(bytes)) == request)
    expectWhole(hex(bytes)) { _ = try MiScaleHistoryRequest(parsing: $0) }
  }

  @Test("is answered by a count, of which nothing else is read")
  func count() throws {
    #expect(try MiScaleHistoryCount(parsing: hex("01 0201 00")).count == 0x0102)
    #expect(MiScaleHistoryCount(count: 3).encoded() == hex("01 0300"))
    expectWhole(hex("01 0300"), isOpenEnded: true) { _ = try MiScaleHistoryCount(parsing: $0) }
    #expect(throws: WireError.self) { try MiScaleHistoryCount(parsing: hex("02 0300")) }
  }
}
