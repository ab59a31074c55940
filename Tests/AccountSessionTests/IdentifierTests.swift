import Testing

@testable import AccountSession

@Suite("An identifier")
struct IdentifierTests {
  @Test(
    "is written with its prefix and 13 digits",
    arguments: [
      (Int64(1), "dev_0000000000001"), (31, "dev_000000000000z"), (32, "dev_0000000000010"),
      (.max, "dev_7zzzzzzzzzzzz"),
    ])
  func text(number: Int64, text: String) {
    #expect(DeviceID(number: number).description == text)
    #expect(DeviceID(text) == DeviceID(number: number))
  }

  @Test(
    "is none in any other writing",
    arguments: [
      "", "dev_", "dev_0000000000000", "dev_000000000001", "dev_00000000000001",
      "acc_0000000000001", "DEV_0000000000001", "dev_000000000000Z", "dev_000000000000i",
      "dev_000000000000l", "dev_000000000000o", "dev_000000000000u", "dev_8000000000000",
      "dev_zzzzzzzzzzzzz", " dev_0000000000001", "dev_00000000000é",
    ])
  func refused(text: String) {
    #expect(DeviceID(text) == nil)
  }

  @Test("is drawn above zero, and never twice (EN-06, DL-06)")
  func random() {
    let drawn = (0..<1_000).map { _ in SessionID.random() }
    #expect(drawn.allSatisfy { $0.number > 0 })
    #expect(Set(drawn).count == 1_000)
  }
}

@Suite("An entitlement's name")
struct EntitlementNameTests {
  @Test(
    "is a plan or an item",
    arguments: [
      "plan:plus", "item:a", "item:theme.aurora-2_x", "plan:" + String(repeating: "a", count: 64),
    ])
  func taken(text: String) {
    #expect(EntitlementName(rawValue: text)?.rawValue == text)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "plan:", "item:", "plus", "Plan:plus", "plan:Plus", "plan:a b", "role:admin", "plan:é",
      "plan:a\n", "plan:" + String(repeating: "a", count: 65),
    ])
  func refused(text: String) {
    #expect(EntitlementName(rawValue: text) == nil)
  }
}
