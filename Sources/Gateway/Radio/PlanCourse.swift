import Accessories
import BluetoothHost
import BluetoothWire

/// A plan as the order in which it is carried out: first whether it has what is needed, then who it is, then what it sends, then what it is told.
struct PlanCourse {
  enum Step: Hashable {
    case find(GATTPlan.Characteristic)
    case read(GATTPlan.Characteristic)
    case subscribe(GATTPlan.Characteristic)
    case write(GATTPlan.Write)
  }

  private var rest: ArraySlice<Step>
  /// The step under way.
  private(set) var current: Step?

  init(_ plan: GATTPlan) {
    rest =
      (plan.needs.map(Step.find) + plan.reads.map(Step.read)
      + plan.subscriptions.map(Step.subscribe) + plan.writes.map(Step.write))[...]
  }

  /// Nil when the plan is in place.
  mutating func next() -> Step? {
    current = rest.popFirst()
    return current
  }
}

extension PlanCourse.Step {
  var characteristic: GATTPlan.Characteristic {
    switch self {
    case .find(let characteristic), .read(let characteristic), .subscribe(let characteristic):
      characteristic
    case .write(let write): write.target
    }
  }
}

extension GATTPlan {
  /// The subscription that a value belongs to; nil for what nobody asked for.
  func subscription(
    to characteristic: RemoteCharacteristic, in service: RemoteService
  ) -> Characteristic? {
    subscriptions.first {
      AttributeUUID($0.service) == service.uuid
        && AttributeUUID($0.characteristic, in: $0.service) == characteristic.uuid
    }
  }
}

extension GATTDatabase {
  func find(_ wanted: GATTPlan.Characteristic) -> RemoteCharacteristic? {
    characteristic(
      AttributeUUID(wanted.characteristic, in: wanted.service), in: AttributeUUID(wanted.service))
  }
}
