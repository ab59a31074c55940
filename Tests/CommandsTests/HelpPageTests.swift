import Testing

@testable import Commands

@Suite("A help page")
struct HelpPageTests {
  @Test("of the program lists its commands and flags", arguments: ["--help", "-h", "help", ""])
  func root(line: String) throws {
    let outcome = try Outcome(line)
    #expect(outcome.code == .ok)
    #expect(outcome.errors.isEmpty)
    #expect(
      outcome.output == """
        Try every kind of parameter.

        USAGE
          sample <command> [flags]

        COMMANDS
          serve       Run the gateway
          theme       Work with themes
          completion  Print a script that completes commands in a shell

        FLAGS
          -s, --server URL  where the gateway is (or SAMPLE_SERVER in the environment)
          -v, --verbose     say more
          -h, --help        explain this command
              --version     print the version

        EXIT CODES
          0  it worked
          1  it failed; the message says why
          2  the command line is not one this program understands
          3  not signed in, or not allowed
          4  what was asked for does not exist
          5  it exists already, or was changed meanwhile
          6  a check found mistakes; each one is listed
          7  the gateway did not answer

        LEARN MORE
          Run 'sample <command> --help' for more about a command.

        """)
  }

  @Test(
    "of a command says what it takes, with defaults and examples",
    arguments: ["serve --help", "--help serve", "help serve", "serve -h --port x"])
  func command(line: String) throws {
    let outcome = try Outcome(line)
    #expect(outcome.code == .ok)
    #expect(outcome.told == nil)
    #expect(
      outcome.output.hasPrefix(
        """
        Run the gateway.

        It listens until it is told to stop.

        USAGE
          sample serve [flags]

        FLAGS
          -p, --port PORT   where to listen (default: 8080)
              --grace TIME  how long to wait (default: 20s)
          -h, --help        explain this command

        INHERITED FLAGS
          -s, --server URL  where the gateway is (or SAMPLE_SERVER in the environment)
          -v, --verbose     say more

        EXAMPLES
          # On the web's port
          $ sample serve --port 80

        EXIT CODES
        """))
  }

  @Test("shows what must be given and what may be repeated")
  func usage() throws {
    let output = try Outcome("theme add --help").output
    #expect(output.contains("sample theme add <FILE> [<COPIES>] --name <NAME> [flags]"))
    #expect(output.contains("--tag TAG          what it is about (can be repeated)"))
    #expect(output.contains("which releases: stable, beta (default: stable)"))
    #expect(
      try Outcome("theme drop --help").output.contains("sample theme drop [<WORD>...] [flags]"))
  }

  @Test("keeps to the width of the terminal", arguments: [40, 60, 100, 200])
  func width(columns: Int) throws {
    let output = try Outcome("--help", environment: ["COLUMNS": "\(columns)"]).output
    // Names and words are never broken, so the narrowest terminal may see one longer line.
    for line in output.split(separator: "\n") { #expect(line.count <= max(60, min(columns, 100))) }
  }

  @Test("of the version is the name and the number")
  func version() throws {
    #expect(try Outcome("--version").output == "sample 1.2.3\n")
  }
}
