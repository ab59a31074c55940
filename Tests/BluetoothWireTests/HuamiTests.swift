import BluetoothWire
import Testing

/// Bytes as Gadgetbridge 0.83 writes and reads them.
@Suite("A Huami band's handshake")
struct HuamiHandshakeTests {
  private static let block = "00112233445566778899AABBCCDDEEFF"

  @Test(
    "is asked for in the dialect of its generation",
    arguments: [
      (HuamiHandshakeRequest.challenge, HuamiHandshakeRequest.Dialect.second, "02 08"),
      (.challenge, .third, "02 00"), (.challenge, .fourth, "82 00 02 01 00"),
      (.proof(hex(block)), .second, "03 08" + block), (.proof(hex(block)), .third, "03 00" + block),
      (.proof(hex(block)), .fourth, "83 00" + block),
    ])
  func requests(
    request: HuamiHandshakeRequest, dialect: HuamiHandshakeRequest.Dialect, bytes: String
  ) throws {
    #expect(request.encoded(in: dialect) == hex(bytes))
    expectWhole(hex(bytes)) { _ = try HuamiHandshakeRequest(parsing: $0) }
    #expect(try HuamiHandshakeRequest(parsing: hex(bytes)) == request)
  }

  @Test("is answered with a challenge, yes or no")
  func answers() throws {
    let challenge = hex("10 02 01" + Self.block)
    #expect(try HuamiHandshakeAnswer(parsing: challenge) == .challenge(hex(Self.block)))
    expectWhole(challenge) { _ = try HuamiHandshakeAnswer(parsing: $0) }
    #expect(
      try HuamiHandshakeAnswer(parsing: hex("10 82 01" + Self.block)) == .challenge(hex(Self.block))
    )
    #expect(try HuamiHandshakeAnswer(parsing: hex("10 83 01")) == .accepted)
    #expect(try HuamiHandshakeAnswer(parsing: hex("10 03 04")) == .refused(4))
    for answer in [HuamiHandshakeAnswer.accepted, .refused(4), .challenge(hex(Self.block))] {
      #expect(try HuamiHandshakeAnswer(parsing: answer.encoded()) == answer)
    }
    for wrong in ["11 03 01", "10 04 01", "10 03 01 00"] {
      #expect(throws: WireError.self) { try HuamiHandshakeAnswer(parsing: hex(wrong)) }
    }
  }
}

@Suite("What a Huami band kept")
struct HuamiFetchTests {
  private static let time = HuamiTime(
    time: CalendarTime(year: 2022, month: 12, day: 15, hour: 20, minute: 38, second: 53),
    offsetQuarters: 4)

  @Test(
    "is asked for, sent and acknowledged",
    arguments: [
      (HuamiFetchRequest.activity(since: time), "01 01 E6070C0F142635 04"), (.send, "02"),
      (.acknowledge, "03"),
    ])
  func requests(request: HuamiFetchRequest, bytes: String) throws {
    #expect(request.encoded() == hex(bytes))
    #expect(try HuamiFetchRequest(parsing: hex(bytes)) == request)
    expectWhole(hex(bytes)) { _ = try HuamiFetchRequest(parsing: $0) }
  }

  @Test("is announced with its length and time, which has a zone")
  func answers() throws {
    let ready = hex("10 01 01 08000000 E6070C0F142635 04")
    #expect(try HuamiFetchAnswer(parsing: ready) == .ready(byteCount: 8, first: Self.time))
    expectWhole(ready) { _ = try HuamiFetchAnswer(parsing: $0) }
    // `date -u -d '2022-12-15 19:38:53' +%s`
    #expect(Self.time.secondsSince1970 == 1_671_133_133)
    #expect(try HuamiFetchAnswer(parsing: hex("10 02 01 11223344")) == .sent)
    #expect(try HuamiFetchAnswer(parsing: hex("10 01 02")) == .refused(2))
    for answer in [HuamiFetchAnswer.sent, .refused(2), .ready(byteCount: 8, first: Self.time)] {
      #expect(try HuamiFetchAnswer(parsing: answer.encoded()) == answer)
    }
  }

  @Test("is a minute in four bytes")
  func minutes() throws {
    let bytes = hex("01 14 0C 48 50 00 00 FF")
    let list = try HuamiMinute.list(parsing: bytes)
    #expect(list.map(\.steps) == [12, 0])
    #expect(list.map(\.heartRate) == [72, nil])
    #expect(list.flatMap { $0.encoded() } == bytes)
    expectWhole(bytes, mayEndAt: [0, 4]) { _ = try HuamiMinute.list(parsing: $0) }
  }
}
