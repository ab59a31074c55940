/// How few pieces a password can be told in.
///
/// A piece is one unit: a word that everybody tries, a word about its owner, a run along the alphabet or the keyboard, a year, a
/// copy of what came before, or, failing all these, one character. `Password123Password123` is a word, a run and a copy: three
/// units, however long it looks. Seven units are at least as many guesses as seven characters chosen freely; a phrase of
/// words that are not on the list has as many units as letters. The whole password is judged: one bad word in a long phrase
/// is no fault (PW-06).
struct PasswordShape {
  struct Pieces: OptionSet, Hashable {
    let rawValue: UInt8
    static let commonWord = Pieces(rawValue: 1)
    static let ownWord = Pieces(rawValue: 2)
    static let run = Pieces(rawValue: 4)
    static let year = Pieces(rawValue: 8)
    static let copy = Pieces(rawValue: 16)
  }

  /// The smallest number of units.
  let unitCount: Int
  /// The kinds of pieces in one of the ways to tell it in so many.
  let pieces: Pieces

  /// In code points: shorter words are as short as what they save.
  static let shortestWord = 3
  private static let longestWord = 64
  private static let shortestRun = 3
  private static let separators = Set(" -_.,".unicodeScalars.map(\.value))

  init(_ password: String, words: [String]) {
    let plain = password.lowercased().unicodeScalars.map(\.value)
    let folded = plain.map(Self.folded)
    let own = Set(words.map { $0.lowercased().unicodeScalars.map { Self.folded($0.value) } })
    let copies = Self.copies(in: folded)

    var best = [(count: Int, pieces: Pieces)](repeating: (.max, []), count: plain.count + 1)
    best[0] = (0, [])
    for start in plain.indices {
      let before = best[start]
      func offer(_ length: Int, _ kind: Pieces) {
        if before.count + 1 < best[start + length].count {
          best[start + length] = (before.count + 1, before.pieces.union(kind))
        }
      }
      /// What stands between words is no piece of its own.
      func offerWord(_ length: Int, _ kind: Pieces) {
        offer(length, kind)
        let end = start + length
        if end < plain.count, Self.separators.contains(plain[end]) { offer(length + 1, kind) }
      }
      let longest = min(Self.longestWord, plain.count - start)
      if longest >= Self.shortestWord {
        for length in Self.shortestWord...longest {
          let piece = Array(folded[start..<start + length])
          if own.contains(piece) { offerWord(length, .ownWord) }
          if CommonWords.folded.contains(piece) { offerWord(length, .commonWord) }
        }
      }
      if Self.isYear(plain[start...].prefix(4)) { offer(4, .year) }
      offerAll(Self.runLength(plain[start...]), .run)
      offerAll(copies[start], .copy)
      offer(1, [])

      /// Every beginning of a run is a run, and of a copy a copy.
      func offerAll(_ length: Int, _ kind: Pieces) {
        guard length >= Self.shortestRun else { return }
        for length in Self.shortestRun...length { offer(length, kind) }
      }
    }
    (unitCount, pieces) = best[plain.count]
  }

  /// Characters that are written for one another count as the same: `p4$$w0rd` is `password`.
  static func folded(_ character: UInt32) -> UInt32 {
    let same: Unicode.Scalar? =
      switch Unicode.Scalar(character) {
      case "4", "@": "a"
      case "8": "b"
      case "3": "e"
      case "1", "!", "|", "l": "i"
      case "0": "o"
      case "5", "$": "s"
      case "7", "+": "t"
      default: nil
      }
    return same?.value ?? character
  }

  /// How long what begins at each place has stood earlier in the password already; it may overlap itself, as `ababab` does.
  private static func copies(in text: [UInt32]) -> [Int] {
    var longest = [Int](repeating: 0, count: text.count)
    var following = [Int](repeating: 0, count: text.count + 1)
    for earlier in text.indices.reversed() {
      // `following[later]`: how far the text from `earlier` + 1 and the text from `later` agree.
      var agreeing = [Int](repeating: 0, count: text.count + 1)
      for later in text.indices.dropFirst(earlier + 1) where text[earlier] == text[later] {
        agreeing[later] = following[later + 1] + 1
        longest[later] = max(longest[later], agreeing[later])
      }
      following = agreeing
    }
    return longest
  }

  /// How far a text goes on by equal steps of 0, 1 or -1 along the code points or a row of keys.
  private static func runLength(_ text: ArraySlice<UInt32>) -> Int {
    max(
      stepLength(text.map { Int64($0) }),
      rows.map { row in
        stepLength(text.prefix { row[$0] != nil }.compactMap { row[$0] })
      }.max() ?? 0)
  }

  private static func stepLength(_ places: [Int64]) -> Int {
    guard places.count >= 2, case let step = places[1] - places[0], abs(step) <= 1 else {
      return min(places.count, 1)
    }
    var length = 2
    while length < places.count, places[length] - places[length - 1] == step { length += 1 }
    return length
  }

  /// Three layouts that most keyboards have.
  private static let rows: [[UInt32: Int64]] = [
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop",
    "qsdfghjklm", "wxcvbn", "!@#$%^&*()", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
  ].map { row in
    var places: [UInt32: Int64] = [:]
    for (place, key) in row.unicodeScalars.enumerated() { places[key.value] = Int64(place) }
    return places
  }

  /// 1900 to 2099.
  private static func isYear(_ text: ArraySlice<UInt32>) -> Bool {
    let digits = String(String.UnicodeScalarView(text.compactMap(Unicode.Scalar.init)))
    guard digits.utf8.count == 4, let year = Int(digits) else { return false }
    return (1_900...2_099).contains(year)
  }
}
