import Testing

@testable import HTTP

@Suite("An authority")
struct AuthorityTests {
  @Test("holds without asking until its owner changes, and then asks once")
  func renewal() {
    let table = EpochTable(slotCount: 4)
    let slot = table.slot(of: 7)
    var asked = 0
    let authority = Authority(lease: Lease(slot: slot)) {
      asked += 1
      return Lease(slot: slot)
    }
    #expect(authority.stillHolds() && asked == 0)
    slot.bump()
    #expect(authority.stillHolds() && authority.stillHolds() && asked == 1)
  }

  @Test("ends when what it rests on is not given again")
  func ended() {
    let slot = EpochTable(slotCount: 1).slot(of: 1)
    let authority = Authority(lease: Lease(slot: slot)) { nil }
    slot.bump()
    #expect(!authority.stillHolds() && !authority.stillHolds())
  }

  @Test("of one owner is the same slot each time, within the table")
  func slots() {
    let table = EpochTable(slotCount: 2)
    for owner: UInt64 in [0, 1, 2, .max] {
      #expect(table.slot(of: owner) === table.slot(of: owner))
    }
  }
}
