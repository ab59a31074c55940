import Kernel
import LanyardTesting
import Testing

/// `lanyard` as a person and a script see it.
@Suite("The command line", .onOwnThread)
struct CommandLineTests {
  private let program = Program(directory: TemporaryDirectory())

  @Test(
    "explains itself at every level",
    arguments: [
      [], ["demo"], ["serve"], ["config"], ["backup"], ["account"], ["account", "login"],
      ["account", "bootstrap"], ["account", "sessions"], ["account", "sessions", "end"],
      ["account", "grant"], ["accessory"], ["accessory", "link"], ["accessory", "measurements"],
      ["completion"],
    ])
  func help(words: [String]) throws {
    let result = try program.run(words + ["--help"])
    #expect(result.code == 0)
    #expect(result.output.contains("USAGE\n  lanyard \(words.joined(separator: " "))".trimmed))
    // Lines to be typed are not broken.
    let lines = result.output.split(separator: "\n").filter { !$0.hasPrefix("  $ ") }
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test("has a version and completions for three shells")
  func completions() throws {
    #expect(try program.run(["--version"]).output.hasPrefix("lanyard "))
    for shell in ["bash", "zsh", "fish"] {
      let script = try program.run(["completion", shell])
      #expect(script.code == 0)
      #expect(script.output.contains("accessory"))
    }
  }

  @Test("suggests what was meant, and ends with 2")
  func typo() throws {
    let result = try program.run(["acount"])
    #expect(result.code == 2)
    #expect(result.errors.contains("Did you mean 'account'?"))
  }

  @Test("checks a configuration, shows where each value is from, and ends with 6 on a mistake")
  func configCheck() throws {
    let good = try program.directory.write("good.conf", "loops = 3\n".utf8)
    let sound = try program.run(
      ["config", "--check", "--config", good, "--drain-seconds", "7"],
      environment: ["LANYARD_PASSWORD_COST": "5"])
    #expect(sound.code == 0)
    #expect(sound.output.contains("loops\t3\t\(good):1\n"))
    #expect(sound.output.contains("drain_seconds\t7\tflag --drain-seconds\n"))
    #expect(sound.output.contains("password_cost\t5\tenvironment LANYARD_PASSWORD_COST\n"))
    let bad = try program.directory.write("bad.conf", "\nlops = 3\nloops = x\n".utf8)
    let refused = try program.run(["config", "--check", "--config", bad])
    #expect(refused.code == 6)
    #expect(refused.errors.contains("\(bad):2: there is no setting 'lops'. Did you mean 'loops'?"))
    #expect(refused.errors.contains("\(bad):3: loops takes"))
    #expect(try program.run(["serve", "--config", bad]).code == 6)
  }

  @Test("prints an example that it takes itself, and a unit that names this program")
  func printing() throws {
    let example = try program.run(["config", "--example"])
    let path = try program.directory.write("lanyard.conf", example.output.utf8)
    #expect(try program.run(["config", "--check", "--config", path]).code == 0)
    let unit = try program.run(["serve", "--print-unit", "--config", "/etc/x y.conf"])
    #expect(unit.output.contains("ExecStart=\(Program.path) serve --config \"/etc/x y.conf\"\n"))
    #expect(unit.output.contains("\nDynamicUser=yes\n"))
    #expect(unit.output.contains("\nCapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW\n"))
  }

  @Test("says that nobody is signed in, and ends with 3")
  func signedOut() throws {
    let result = try program.run(["accessory", "list"])
    #expect(result.code == 3)
    #expect(result.errors.contains("lanyard account login"))
  }
}

extension String {
  /// Without spaces at its end.
  fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
