/// What a new password must be (PW-01, PW-02, PW-06). There are no rules about kinds of characters, and nothing expires (PW-03).
package struct PasswordPolicy: Sendable {
  private let numbers: CredentialPolicy

  package init(_ numbers: CredentialPolicy) { self.numbers = numbers }

  /// Nil when the password may be used.
  ///
  /// - Parameter words: what anyone who knows the account tries first: see `words(about:phone:)`.
  package func flaw(of password: PasswordText, words: [String]) -> PasswordFlaw? {
    guard password.codePointCount >= numbers.leastCodePoints else { return .tooShort }
    let shape = PasswordShape(password.text, words: words)
    guard shape.unitCount < numbers.leastUnits else { return nil }
    if shape.pieces.contains(.ownWord) { return .aboutYou }
    if shape.pieces.contains(.commonWord) { return .common }
    return .repetitive
  }

  /// The account's identifiers and their parts, the names of its phones, and the product.
  package static func words(about identifiers: [AccountIdentifier], phones: [String]) -> [String] {
    var words = ["lanyard"]
    for identifier in identifiers {
      words.append(identifier.text)
      switch identifier.channel {
      case .email: words += identifier.text.split { "@.+-_".contains($0) }.map(String.init)
      case .phone:
        let digits = identifier.text.dropFirst()
        // Without the country's one to three digits, and with the 0 that most countries dial instead.
        words += (0...3).map { String(digits.dropFirst($0)) }
        words += (1...3).map { "0\(digits.dropFirst($0))" }
      }
    }
    for phone in phones { words += phone.split { !$0.isLetter && !$0.isNumber }.map(String.init) }
    return words.filter { $0.unicodeScalars.count >= PasswordShape.shortestWord }
  }
}
