import Testing

@testable import AccountSession

@Suite("A recovery code")
struct RecoveryCodeTests {
  @Test("has 115 bits in 23 digits, and one to check them by (RC-01)")
  func shape() {
    let text = RecoveryCode.random().text
    #expect(text.split(separator: "-").map(\.count) == [4, 4, 4, 4, 4, 4])
    #expect(text.allSatisfy { $0 == "-" || Crockford.digits.contains($0.asciiValue ?? 0) })
    #expect(Set((0..<1_000).map { _ in RecoveryCode.random() }).count == 1_000)
  }

  @Test("is read as people write: in either case, with letters for the digits they look like")
  func typed() {
    let code = RecoveryCode.random()
    let alike = code.text.uppercased().replacing("0", with: "O").replacing("1", with: "l")
    #expect(RecoveryCode(typed: alike) == code)
    #expect(RecoveryCode(typed: code.text.replacing("-", with: " ")) == code)
    #expect(RecoveryCode(typed: code.text.replacing("-", with: "")) == code)
  }

  @Test("is none with a digit missing, added, changed, or two that changed places")
  func mistyped() {
    let code = RecoveryCode.random()
    let digits = Array(code.text.filter { $0 != "-" })
    for place in digits.indices {
      var shorter = digits
      shorter.remove(at: place)
      #expect(RecoveryCode(typed: String(shorter)) == nil)
      var changed = digits
      changed[place] = digits[place] == "5" ? "7" : "5"
      #expect(RecoveryCode(typed: String(changed)) == nil)
    }
    // The digit that checks counts for none, so the swap with it is left out; 0 and z are taken for each other.
    for place in 0..<22 where digits[place] != digits[place + 1] {
      guard Set([digits[place], digits[place + 1]]) != ["0", "z"] else { continue }
      var swapped = digits
      swapped.swapAt(place, place + 1)
      #expect(RecoveryCode(typed: String(swapped)) == nil)
    }
    #expect(RecoveryCode(typed: String(digits) + "0") == nil)
    #expect(RecoveryCode(typed: "") == nil)
    #expect(RecoveryCode(typed: "u" + String(digits.dropFirst())) == nil)
  }
}
