// fuzz: GATTPeer imports BluetoothWire BluetoothHost Kernel

import BluetoothHost
import BluetoothWire
import Kernel

/// A peer that sends whatever it likes, packet by packet (each a length and its bytes), to a client that discovers and to the
/// server beside it: discovered, refused or hung up on, within bounds, and answered in packets that fit.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var rest = Array(UnsafeBufferPointer(start: data, count: count))[...]
  var dialogue = ATTDialogue()
  var discovery = DatabaseDiscovery()
  var isDone = ask(discovery.start(), &dialogue)
  var server = AttributeServer()
  var table = AttributeTable.gateway(named: "Lanyard")

  while let length = rest.popFirst() {
    let packet = Array(rest.prefix(Int(length)))
    rest = rest.dropFirst(Int(length))
    switch dialogue.received(packet, at: MonotonicTime(nanoseconds: 0)) {
    case .answer(let pdu):
      if !isDone { isDone = ask(discovery.advance(pdu), &dialogue) }
    case .request(let pdu):
      let response = server.response(
        to: pdu, from: &table, .init(mtu: dialogue.mtu, security: .none)
      ) { _, _ in .writeNotPermitted }
      precondition(response.encoded().count <= dialogue.mtu)
      precondition(response.opcode.role == .response)
    case .unreadableRequest(let error): precondition(error.opcode == .errorResponse)
    case .values(let values, let isIndication):
      precondition(!values.isEmpty && isIndication == dialogue.owesConfirmation)
      if isIndication { dialogue.confirmed() }
    case .violation(let rule):
      precondition(!rule.isEmpty)
      return 0
    case .command, .confirmation, .nothing: break
    }
  }
  return 0
}

/// - Returns: true when there is nothing more to ask.
private func ask(_ step: GATTStep<GATTDatabase>, _ dialogue: inout ATTDialogue) -> Bool {
  switch step {
  case .ask(let request):
    dialogue.asked(request, at: MonotonicTime(nanoseconds: 0))
    return false
  case .done(let database):
    precondition(database.services.count <= GATTBounds.services)
    for service in database.services {
      for characteristic in service.characteristics {
        precondition(service.range.contains(characteristic.valueHandle))
        precondition(characteristic.descriptors.allSatisfy { service.range.contains($0.handle) })
      }
    }
    return true
  case .stopped: return true
  }
}
