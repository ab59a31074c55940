package import BluetoothWire

/// How the radio stands.
package enum RadioCondition: Hashable, Sendable {
  case starting
  /// With these controllers.
  case working([ControllerIndex])
  case obstructed(RadioObstacle)
}
