import Testing

@testable import HTTP

@Suite("An authority")
struct AuthorityTests {
  @Test("holds without asking until its owner changes, and then asks once")
  func renewal() {
    let table = EpochTable()
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

  @Test("is asked again when time alone has ended something, for as long as that is so")
  func timeIsUp() {
    let slot = EpochTable().slot(of: 1)
    var (isOver, isGivenAgain, asked) = (false, true, 0)
    let authority = Authority(
      lease: Lease(slot: slot), isOver: { isOver },
      renew: {
        asked += 1
        return isGivenAgain ? Lease(slot: slot) : nil
      })
    #expect(authority.stillHolds() && asked == 0)
    isOver = true
    #expect(authority.stillHolds() && authority.stillHolds() && asked == 2)
    isGivenAgain = false
    #expect(!authority.stillHolds())
  }

  @Test("ends when what it rests on is not given again")
  func ended() {
    let slot = EpochTable().slot(of: 1)
    let authority = Authority(lease: Lease(slot: slot)) { nil }
    slot.bump()
    #expect(!authority.stillHolds() && !authority.stillHolds())
  }

  @Test(
    "of one owner rests on the same counter each time, and of few owners on one that others have")
  func slots() {
    let table = EpochTable()
    for owner: UInt64 in [0, 1, 2, .max] {
      let lease = Lease(slot: table.slot(of: owner))
      table.slot(of: owner).bump()
      #expect(!lease.isCurrent)
    }
    let leases = (0..<1_000).map { Lease(slot: table.slot(of: $0 << 32)) }
    table.slot(of: 0).bump()
    #expect(leases.filter { !$0.isCurrent }.count < 10)
  }
}
