/// The longest texts of the registry, in bytes of UTF-8.
package enum DeviceLimits {
  static let product = 64
  static let hardware = 64
  static let identity = 128
  package static let name = 64
  static let version = 64
}
