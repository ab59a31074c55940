import BluetoothHost
import BluetoothWire
import Kernel
import LanyardTesting
import Testing

@Suite("Another owner of the adapters")
struct ForeignOwnerTests {
  private func owner(_ folder: TemporaryDirectory) -> ForeignOwner {
    ForeignOwner(processes: folder.file("proc"), units: folder.file("units"))
  }

  private func process(_ name: String, _ number: String, in folder: TemporaryDirectory) throws {
    try FileSystem.makeFolder(folder.file("proc"))
    try FileSystem.makeFolder(folder.file("proc/\(number)"))
    try folder.write("proc/\(number)/comm", "\(name)\n".utf8)
  }

  @Test("is found by its process")
  func process() throws {
    let folder = TemporaryDirectory()
    try process("bluetoothd", "812", in: folder)
    #expect(owner(folder).find() == "bluetoothd")
  }

  @Test("is found by its unit where other processes are hidden")
  func unit() throws {
    let folder = TemporaryDirectory()
    try FileSystem.makeFolder(folder.file("units"))
    try folder.write("units/invocation:bluetooth.service", [])
    #expect(owner(folder).find() == "bluetoothd")
  }

  @Test("is not seen in programs of other names, or where nothing can be seen")
  func none() throws {
    let folder = TemporaryDirectory()
    #expect(owner(folder).find() == nil)
    try process("bluetoothctl", "813", in: folder)
    #expect(owner(folder).find() == nil)
  }

  @Test("and every other obstacle is told with what to do about it")
  func sentences() {
    let controller = ControllerIndex(rawValue: 0)
    let sentences: [(RadioObstacle, String)] = [
      (.noBluetooth, "modprobe bluetooth"), (.noAdapter, "plug one in"),
      (.notPermitted, "CAP_NET_ADMIN"), (.blocked(controller), "rfkill unblock bluetooth"),
      (.switchedOff(controller), "stop the program that did it"),
      (.otherOwner("bluetoothd"), "systemctl disable --now bluetooth"),
      (.refused(controller, .setLowEnergy, .notSupported), "use another adapter"),
      (.refused(controller, .setPowered, .failed), "answers 'failed' to command 0x5"),
      (.failed(KernelError(call: "socket", errno: .noMemory)), "ENOMEM"),
    ]
    for (obstacle, words) in sentences {
      #expect(obstacle.sentence.contains(words), "\(obstacle)")
    }
  }
}
