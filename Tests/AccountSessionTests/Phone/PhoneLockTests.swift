import Testing

@testable import AccountSession

@Suite("A phone's lock")
struct PhoneLockTests {
  /// Written down from appendix A of the requirements, independently of the table.
  static let allowed: Set<String> = [
    "unbound bind locked", "locked lose lost", "locked release unbound",
    "locked offer transfer-offered", "lost find locked", "lost ask-release release-pending",
    "release-pending release unbound", "release-pending keep locked",
    "transfer-offered hand-over locked", "transfer-offered withdraw locked",
  ]

  @Test("moves as its table says, and in no other way (LK-01)", arguments: PhoneLock.allCases)
  func table(state: PhoneLock) {
    for move in PhoneLock.Move.allCases {
      let line = state.after(move).map { "\(state.rawValue) \(move.rawValue) \($0.rawValue)" }
      let expected = Self.allowed.filter { $0.hasPrefix("\(state.rawValue) \(move.rawValue) ") }
      #expect(line == expected.first)
    }
  }

  @Test("is reached whole from a phone that is nobody's, and leads back to it")
  func reachable() {
    var reached: Set<PhoneLock> = [.unbound]
    for _ in PhoneLock.allCases {
      for state in reached { reached.formUnion(PhoneLock.Move.allCases.compactMap(state.after)) }
    }
    #expect(reached == Set(PhoneLock.allCases))
    for start in PhoneLock.allCases {
      var states: Set<PhoneLock> = [start]
      for _ in PhoneLock.allCases {
        for state in states { states.formUnion(PhoneLock.Move.allCases.compactMap(state.after)) }
      }
      #expect(states.contains(.unbound), "\(start)")
    }
  }
}
