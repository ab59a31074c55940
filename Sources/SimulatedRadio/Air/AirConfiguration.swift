/// How an air behaves; what is not said here is the same on every air.
package struct AirConfiguration: Sendable {
  /// Of everything that looks random.
  package var seed: UInt64 = 1
  /// Seconds since 1970, for accessories' clocks. Fixed unless given, so that a simulation is the same each time.
  package var clock: @Sendable () -> Int64 = { 1_790_000_000 }
  /// How long a peer that does not answer is called.
  package var patience: Duration = .seconds(10)
  /// How long the owner has to answer while pairing. Core Specification 5.4, Vol 3, Part H, 3.4.
  package var pairingTimeout: Duration = .seconds(30)
  /// Between two advertisements of one accessory, while somebody listens.
  package var advertisingInterval: Duration = .seconds(1)
  /// Between two steps of every accessory's script; nil leaves the steps to the caller.
  package var stepInterval: Duration?
  /// A file in which bonds outlive the process; nil forgets them.
  package var bondFile: String?

  package init() {}
}
