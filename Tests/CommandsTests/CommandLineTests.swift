import Testing

@testable import Commands

@Suite("A command line")
struct CommandLineTests {
  @Test(
    "is read into typed values",
    arguments: [
      ("serve", "serve 8080 20.0 seconds - false false"),
      ("serve --port 80", "serve 80 20.0 seconds - false true"),
      ("serve --port=80 --verbose", "serve 80 20.0 seconds - true true"),
      ("serve -p 80 -v", "serve 80 20.0 seconds - true true"),
      ("serve -vp80", "serve 80 20.0 seconds - true true"),
      ("--server http://a serve", "serve 8080 20.0 seconds http://a false false"),
      ("-s http://a -v serve --grace 2m", "serve 8080 120.0 seconds http://a true false"),
      ("serve --server=a=b", "serve 8080 20.0 seconds a=b false false"),
      ("theme add f --name n", #"add f 0 n [] stable"#),
      ("theme add --name n f 3", #"add f 3 n [] stable"#),
      ("theme add f --name n --tag a --tag b --channel beta", #"add f 0 n ["a", "b"] beta"#),
      ("theme add --name n -- --strange", #"add --strange 0 n [] stable"#),
      ("theme add --name n -", #"add - 0 n [] stable"#),
      ("theme add f --name=-n", #"add f 0 -n [] stable"#),
      ("theme add f --name -5", #"add f 0 -5 [] stable"#),
      ("theme drop a b c", #"drop ["a", "b", "c"]"#),
      ("theme drop", "drop []"),
      ("theme drop -- -a --help", #"drop ["-a", "--help"]"#),
    ])
  func reads(line: String, told: String) throws {
    #expect(try Outcome(line).told == told)
  }

  @Test(
    "is refused with what is wrong and what was meant",
    arguments: [
      ("sevre", "'sevre' is not a command of sample", "Did you mean 'serve'?"),
      ("theme ad", "'ad' is not a command of sample theme", "Did you mean 'add'?"),
      ("theme dorp", "'dorp' is not a command of sample theme", "Did you mean 'drop'?"),
      ("serve --prot 80", "there is no flag --prot", "Did you mean '--port'?"),
      ("serve --porcelain", "there is no flag --porcelain", nil),
      ("serve -x", "there is no flag -x", nil),
      ("serve --port", "--port needs a value", nil),
      (
        "serve --port --verbose", "--port needs a value",
        "Write --port=--verbose if '--verbose' is the value."
      ),
      ("serve --port 70000", "--port takes a whole number from 0 to 65535, not '70000'", nil),
      ("serve --port +80", "--port takes a whole number from 0 to 65535, not '+80'", nil),
      ("serve --port 1 --port 2", "--port was given twice", nil),
      (
        "serve --grace 20",
        "--grace takes a duration such as 1500ms, 30s, 10m, 24h or 7d, not '20'",
        nil
      ),
      ("serve --verbose=yes", "--verbose takes no value", nil),
      ("serve now", "'now' is one word more than serve takes", nil),
      ("theme add --name n", "FILE is missing", nil),
      ("theme add f", "--name is missing", nil),
      (
        "theme add f --name n --channel bata", "--channel takes one of stable, beta, not 'bata'",
        "Did you mean 'beta'?"
      ),
      ("theme add f many --name n", "COPIES takes a whole number", nil),
    ] as [(String, String, String?)])
  func refuses(line: String, explanation: String, hint: String?) throws {
    let outcome = try Outcome(line)
    #expect(outcome.code == .usage)
    #expect(outcome.told == nil)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("sample: \(explanation)"))
    #expect(outcome.errors.contains("Did you mean") == (hint?.hasPrefix("Did") ?? false))
    if let hint { #expect(outcome.errors.contains("\n\(hint)\n")) }
    #expect(outcome.errors.hasSuffix("--help' for what it takes.\n"))
  }

  @Test("takes from the environment what it does not say itself")
  func environment() throws {
    let environment = ["SAMPLE_SERVER": "http://e"]
    #expect(
      try Outcome("serve", environment: environment).told?.contains("http://e") == true)
    #expect(
      try Outcome("serve -s http://l", environment: environment).told?.contains("http://l") == true)
    #expect(
      try Outcome("serve", environment: ["SAMPLE_SERVER": ""]).told?.contains(" - ") == true)
  }

  @Test("ends with the code and the words of what its action threw")
  func failure() throws {
    let outcome = try Outcome("theme drop x")
    #expect(outcome.code == .notFound)
    // The escape that came with the name does not reach the terminal.
    #expect(
      outcome.errors
        == "sample: no theme is called \u{b7}[31maurora\nRun 'sample theme list'.\n")
  }

  @Test("has exit codes that never change")
  func exitCodes() {
    #expect(
      ExitCode.allCases.map { "\($0.rawValue) \($0)" } == [
        "0 ok", "1 failed", "2 usage", "3 refused", "4 notFound", "5 conflict", "6 mistakes",
        "7 unreachable",
      ])
  }

  @Test(
    "survives any words at all",
    arguments: [
      ["-"], ["--"], ["---"], ["--="], ["-="], [""], ["--", ""], ["=", "="], ["-\u{0}"], ["--name"],
      ["theme", "--", "add"], ["-é"], ["--help=x"], ["help", "help"], ["-hhh"],
    ])
  func odd(words: [String]) throws {
    _ = try Outcome(words)
  }

  @Test("reads every duration that it writes", arguments: [0, 1, 59, 60, 3_600, 86_400, 90_000])
  func durations(seconds: Int) {
    let duration = Duration.seconds(seconds)
    #expect(Duration(argument: duration.argument) == duration)
    #expect(Duration(argument: "\(seconds)") == nil)
    #expect(Duration(argument: "-1s") == nil)
    #expect(Duration(argument: "99999999999999d") == nil)
  }
}

@Suite("A suggestion")
struct SuggestionTests {
  @Test(
    "counts inserted, dropped, replaced and swapped letters",
    arguments: [
      ("", "", 0), ("a", "", 1), ("serve", "sevre", 1), ("kitten", "sitting", 3), ("ab", "ba", 1),
      ("same", "same", 0),
    ])
  func distance(a: String, b: String, expected: Int) {
    #expect(Suggestion.distance(a, b) == expected)
    #expect(Suggestion.distance(b, a) == expected)
  }

  @Test("is only made when a word is near")
  func near() {
    let words = ["publish", "preview", "withdraw"]
    #expect(Suggestion.nearest(to: "pubish", among: words) == "publish")
    #expect(Suggestion.nearest(to: "with", among: words) == "withdraw")
    #expect(Suggestion.nearest(to: "banana", among: words) == nil)
    #expect(Suggestion.nearest(to: "p", among: words) == nil)
    #expect(Suggestion.nearest(to: "x", among: []) == nil)
  }
}
