import BluetoothHost
import BluetoothWire
import Kernel
import Testing

@Suite("An ATT dialogue")
struct ATTDialogueTests {
  private let start = MonotonicTime(nanoseconds: 0)

  /// One in which a read was asked for.
  private func asking() -> ATTDialogue {
    var dialogue = ATTDialogue()
    dialogue.asked(.readRequest(3), at: start)
    return dialogue
  }

  private func received(_ pdu: ATTPDU, _ dialogue: inout ATTDialogue) -> ATTDialogue.Arrival {
    dialogue.received(pdu.encoded(), at: start)
  }

  @Test("takes the response, and may ask again")
  func response() {
    var dialogue = asking()
    #expect(!dialogue.canAsk)
    #expect(received(.readResponse([1]), &dialogue) == .answer(.readResponse([1])))
    #expect(dialogue.canAsk)
    #expect(dialogue.deadline == nil)
  }

  @Test("takes an error about its request for the answer")
  func error() {
    var dialogue = asking()
    let error = ATTPDU.errorResponse(request: .readRequest, handle: 3, code: .readNotPermitted)
    #expect(received(error, &dialogue) == .answer(error))
    #expect(dialogue.canAsk)
  }

  @Test(
    "is broken by an answer that does not belong to its request",
    arguments: [
      ATTPDU.writeResponse, .readBlobResponse([1]), .exchangeMTUResponse(100),
      .errorResponse(request: .writeRequest, handle: 3, code: .unlikely),
    ])
  func wrongAnswer(pdu: ATTPDU) {
    var dialogue = asking()
    guard case .violation = received(pdu, &dialogue) else {
      Issue.record("accepted")
      return
    }
  }

  @Test(
    "is broken by an answer, or a confirmation, that nobody waits for",
    arguments: [
      ATTPDU.readResponse([1]), .confirmation,
      .errorResponse(request: .readRequest, handle: 3, code: .unlikely),
    ])
  func unasked(pdu: ATTPDU) {
    var dialogue = ATTDialogue()
    guard case .violation = received(pdu, &dialogue) else {
      Issue.record("accepted")
      return
    }
  }

  @Test("is broken by a second answer to one question")
  func twice() {
    var dialogue = asking()
    _ = received(.readResponse([1]), &dialogue)
    guard case .violation = received(.readResponse([1]), &dialogue) else {
      Issue.record("accepted")
      return
    }
  }

  @Test("gives the peer thirty seconds for a response and for a confirmation")
  func deadlines() {
    var dialogue = asking()
    #expect(dialogue.deadline == start + .seconds(30))
    let later = start + .seconds(5)
    dialogue.indicated(at: later)
    #expect(dialogue.deadline == start + .seconds(30))
    _ = received(.readResponse([]), &dialogue)
    #expect(dialogue.deadline == start + .seconds(35))
    #expect(received(.confirmation, &dialogue) == .confirmation)
    #expect(dialogue.deadline == nil)
  }

  @Test("gives itself thirty seconds to confirm, in which the peer indicates nothing more")
  func confirmation() {
    var dialogue = ATTDialogue()
    _ = received(.indication(3, [1]), &dialogue)
    #expect(dialogue.deadline == start + .seconds(30))
    #expect(!dialogue.hasFailedToConfirm(at: start + .milliseconds(29_999)))
    #expect(dialogue.hasFailedToConfirm(at: start + .seconds(30)))
    var hasty = dialogue
    guard case .violation = received(.indication(3, [2]), &hasty) else {
      Issue.record("accepted")
      return
    }
    dialogue.confirmed()
    #expect(dialogue.deadline == nil)
    #expect(
      received(.indication(3, [2]), &dialogue) == .values([.init(3, [2])], isIndication: true))
  }

  @Test(
    "agrees on the smaller MTU, and never on less than 23",
    arguments: [(517, 517), (185, 185), (1_024, 517), (23, 23), (22, 23), (0, 23)])
  func mtu(theirs: UInt16, agreed: Int) {
    var asking = ATTDialogue()
    #expect(asking.mtu == 23)
    asking.asked(asking.mtuRequest, at: start)
    _ = received(.exchangeMTUResponse(theirs), &asking)
    #expect(asking.mtu == agreed)
    var asked = ATTDialogue()
    #expect(
      received(.exchangeMTURequest(theirs), &asked) == .request(.exchangeMTURequest(theirs)))
    #expect(asked.mtu == agreed)
    #expect(asked.mtuResponse == .exchangeMTUResponse(517))
  }

  @Test("is broken by a packet longer than the MTU, and by an empty one")
  func lengths() {
    var dialogue = ATTDialogue()
    let longest = ATTPDU.notification(3, [UInt8](repeating: 0, count: 20))
    guard case .values = received(longest, &dialogue) else {
      Issue.record("refused")
      return
    }
    for packet in [[UInt8](repeating: 0x1B, count: 24), []] {
      guard case .violation = dialogue.received(packet, at: start) else {
        Issue.record("accepted \(packet.count) bytes")
        continue
      }
    }
  }

  @Test("owes an error to a request that cannot be read, and nothing to such a command")
  func unreadable() {
    var dialogue = ATTDialogue()
    #expect(
      dialogue.received([0x0A, 0x01], at: start)
        == .unreadableRequest(
          .errorResponse(request: .readRequest, handle: 0, code: .invalidPDU)))
    #expect(dialogue.received([0x52, 0x01], at: start) == .nothing)
    #expect(dialogue.received([0x70, 0x01], at: start) == .nothing)
    #expect(
      dialogue.received([0x30], at: start)
        == .request(.unknown(ATTOpcode(rawValue: 0x30), body: [])))
  }

  @Test("is broken by a notification or an answer that cannot be read")
  func unreadableValue() {
    for packet: [UInt8] in [[0x1B, 0x01], [0x1D], [0x0B + 0x06, 0x01]] {
      var dialogue = ATTDialogue()
      guard case .violation = dialogue.received(packet, at: start) else {
        Issue.record("accepted \(packet)")
        continue
      }
    }
  }

  @Test("tells which values are owed a confirmation")
  func values() {
    var dialogue = ATTDialogue()
    #expect(
      received(.indication(3, [1]), &dialogue) == .values([.init(3, [1])], isIndication: true))
    #expect(
      received(.notification(3, [1]), &dialogue) == .values([.init(3, [1])], isIndication: false))
    let several: [ATTPDU.AttributeValue] = [.init(3, [1]), .init(5, [2])]
    #expect(
      received(.multipleNotification(several), &dialogue)
        == .values(several, isIndication: false))
  }
}
