import BluetoothWire
import Kernel

/// Who was heard last by which controller, with a bound for radios that make up addresses.
struct HearingLog {
  private struct Entry {
    let controller: ControllerIndex
    let time: MonotonicTime
  }

  private var heard: [BluetoothAddress: Entry] = [:]

  private static let most = 1_024
  /// Who advertises does so every two seconds at the least, and the kernel tells of each once in a turn of ten seconds.
  private static let memory: Duration = .seconds(12)

  mutating func note(
    _ address: BluetoothAddress, by controller: ControllerIndex, at now: MonotonicTime
  ) {
    if heard.count >= HearingLog.most, heard[address] == nil {
      heard = heard.filter { now - $0.value.time < HearingLog.memory }
      guard heard.count < HearingLog.most else { return }
    }
    heard[address] = Entry(controller: controller, time: now)
  }

  /// Which one heard it of late; nil when none did.
  func controller(
    hearing address: BluetoothAddress, at now: MonotonicTime
  ) -> ControllerIndex? {
    guard let entry = heard[address], now - entry.time < HearingLog.memory else { return nil }
    return entry.controller
  }

  mutating func forget(_ address: BluetoothAddress) { heard[address] = nil }
}
