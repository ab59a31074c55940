import BluetoothWire
import JSON
import Testing

@testable import Accessories

@Suite("A Mi scale's history")
struct MiScaleHistoryTests {
  private static let place = AccessoryProfile.history(of: .bodyComposition)
  /// 72.45 kg and 503 ohms, of xiaomi-ble's tests.
  private static let record: [UInt8] = [
    0x02, 0x26, 0xE6, 0x07, 0x02, 0x0E, 0x10, 0x29, 0x3A, 0xF7, 0x01, 0x9A, 0x38,
  ]

  private func asked() -> MiScaleHistory {
    var history = MiScaleHistory.notAsked(.init(generation: .bodyComposition, user: 0x1234))
    #expect(
      writes(history.begin()) == [[0x01, 0x96, 0x8A, 0xBD, 0x62], [0x01, 0xFF, 0xFF, 0x12, 0x34]])
    return history
  }

  private func writes(_ steps: [Conversation.Step]?) -> [[UInt8]] {
    (steps ?? []).compactMap { if case .write(let write) = $0 { write.value } else { nil } }
  }

  private func take(_ bytes: [UInt8], _ history: inout MiScaleHistory) -> [Conversation.Step] {
    history.take(Self.place, bytes) ?? []
  }

  @Test("is acknowledged only after all of it is kept")
  func whole() throws {
    var history = asked()
    #expect(writes(take([0x01, 3, 0, 0, 0], &history)) == [[0x02]])
    #expect(take(Self.record + Self.record, &history).isEmpty)
    #expect(take(Self.record, &history).isEmpty)
    guard case .keep(let readings)? = take([0x03], &history).first else {
      Issue.record("nothing to keep")
      return
    }
    #expect(readings.filter { $0.kind == .weight }.map(\.value) == [72_450, 72_450, 72_450])
    #expect(writes(history.kept()) == [[0x03], [0x04, 0xFF, 0xFF, 0x12, 0x34]])
    #expect(history.kept().isEmpty)
  }

  @Test("arrives in pieces of any length")
  func pieces() {
    for length in 1...26 {
      var history = asked()
      _ = take([0x01, 2, 0], &history)
      let all = Self.record + Self.record
      for start in stride(from: 0, to: all.count, by: length) {
        let piece = Array(all[start..<min(start + length, all.count)])
        // One byte alone that looks like the end is the end: no scale cuts that small.
        if piece == MiScaleHistoryCount.end { continue }
        _ = take(piece, &history)
      }
      if length > 1 {
        #expect(
          !take([0x03], &history).filter { if case .keep = $0 { true } else { false } }.isEmpty)
      }
    }
  }

  @Test(
    "with a gap, or with more than was promised, is not acknowledged",
    arguments: [
      [record, [0x03]], [record, record, record], [[0x03]],
      [Array(record.dropLast()), record, [0x03]],
    ])
  func gaps(packets: [[UInt8]]) {
    var history = asked()
    _ = take([0x01, 2, 0], &history)
    let steps = packets.flatMap { take($0, &history) }
    #expect(writes(steps) == [[0x03]])
    #expect(history == .over)
  }

  @Test("that is empty, or endless, is left alone", arguments: [0, 2_001, 65_535] as [UInt16])
  func counts(count: UInt16) {
    var history = asked()
    let steps = take([0x01, UInt8(truncatingIfNeeded: count), UInt8(count >> 8)], &history)
    #expect(writes(steps) == [[0x03]])
    #expect(history == .over)
  }

  @Test("skips what is no weighing, and acknowledges it with the rest")
  func objects() {
    var history = asked()
    _ = take([0x01, 1, 0], &history)
    // A thing of 5.6 kg.
    _ = take([0x07, 0x24] + Self.record[2..<9] + [0, 0, 0xCE, 0x04], &history)
    #expect(writes(take([0x03], &history)) == [[0x03], [0x04, 0xFF, 0xFF, 0x12, 0x34]])
  }

  @Test("says nothing to what is said elsewhere or out of turn")
  func outOfTurn() {
    var history = asked()
    #expect(history.take(AccessoryProfile.battery, [0x01, 1, 0]) == nil)
    #expect(take([0x03], &history).isEmpty)
    #expect(history == asked())
    #expect(history.kept().isEmpty)
  }
}
