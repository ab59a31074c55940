import BluetoothHost
import BluetoothWire
import HTTP
import Testing

@testable import Gateway

@Suite("/readyz")
struct ReadinessTests {
  private func ask(_ readiness: Readiness) -> (Status, String)? {
    let routes = RouteTable(OperationRoutes(readiness: readiness) { MetricsText() }.all)
    let request = Request.testing(.get, "/readyz")
    guard case .route(let index) = routes.match(request),
      case .now(let response) = routes.routes[index].handler(request)
    else { return nil }
    return (response.status, String(decoding: response.body, as: UTF8.self))
  }

  @Test("is yes without a radio too, and says what is missing until it is there")
  func radio() throws {
    let log = try Log(least: .error)
    let readiness = Readiness()
    readiness.state = .ready
    RadioCondition.obstructed(.noAdapter).tell(readiness, log)
    let without = try #require(ask(readiness))
    #expect(without.0 == .ok)
    #expect(without.1 == "ready\nbut: \(RadioObstacle.noAdapter.sentence)\n")
    RadioCondition.working([ControllerIndex(rawValue: 0)]).tell(readiness, log)
    #expect(try #require(ask(readiness)).1 == "ready\n")
    readiness.state = .draining
    #expect(try #require(ask(readiness)).0 == .serviceUnavailable)
  }
}
