import Gateway
import GatewayAccess
import JSON
import Kernel

/// The mail of the demo's people: what the gateway put into its outbox folder.
struct Outbox {
  let path: String

  /// The code of the latest message to `address`, waiting for it a while.
  func code(
    for address: String, purpose: String = "registration-code",
    within patience: Duration = .seconds(10)
  ) throws -> String {
    let deadline = MonotonicTime.now + patience
    while true {
      for entry in try FileSystem.list(path, limit: 10_000).reversed()
      where entry.name.hasSuffix(".json") {
        let bytes = try FileSystem.read("\(path)/\(entry.name)", limit: 64 << 10)
        guard case .object(let message) = try JSONValue.parsed(bytes),
          message.text("address") == address, message.text("purpose") == purpose,
          let code = message.text("code")
        else { continue }
        return code
      }
      try insist(MonotonicTime.now < deadline, "no code for \(address) came in time")
      try Pause.wait(.milliseconds(20))
    }
  }
}
