import Testing

@testable import BluetoothWire
