import HTTPServer
import LanyardTesting
import Testing

@testable import Gateway

@Suite("A configuration")
struct ConfigurationTests {
  private func sources(
    _ file: String = "", environment: [String: String] = [:], flags: [String: String] = [:]
  ) -> ConfigurationSources {
    ConfigurationSources(
      file: (path: "gw.conf", bytes: [UInt8](file.utf8)), environment: environment, flags: flags)
  }

  private func mistakes(_ sources: ConfigurationSources) -> [String] {
    do {
      _ = try GatewayConfiguration(sources)
      return []
    } catch {
      return error.mistakes.map(\.description)
    }
  }

  @Test("takes a flag before the environment, that before the file, and that before the default")
  func origins() throws {
    let sources = sources(
      "loops = 2\nconnections_limit = 300\ndrain_seconds = 7",
      environment: ["LANYARD_LOOPS": "3", "LANYARD_CONNECTIONS_LIMIT": "400"],
      flags: ["loops": "4"])
    let configuration = try GatewayConfiguration(sources)
    #expect(configuration.loops == 4)
    #expect(configuration.limits.connections == 400)
    #expect(configuration.limits.drain == .seconds(7))
    #expect(configuration.passwordCost == 6)
    let origins = Dictionary(
      uniqueKeysWithValues: sources.entries.map { ($0.key, $0.origin.description) })
    #expect(origins["loops"] == "flag --loops")
    #expect(origins["connections_limit"] == "environment LANYARD_CONNECTIONS_LIMIT")
    #expect(origins["drain_seconds"] == "gw.conf:3")
    #expect(origins["password_cost"] == "default")
  }

  @Test("reads remarks, empty lines, spaces and the line ends of another system")
  func spelling() throws {
    let sources = sources("# remark\r\n\r\n  loops\t=  2  \r\nlisten=[::1]:99\r\n")
    #expect(mistakes(sources) == [])
    let configuration = try GatewayConfiguration(sources)
    #expect(configuration.loops == 2)
    #expect(configuration.listen == ListenAddress(host: "::1", port: 99))
  }

  @Test(
    "names the line and the nearest setting of a mistake",
    arguments: [
      (
        "# x\nlissten = 127.0.0.1:1",
        "gw.conf:2: there is no setting 'lissten'. Did you mean 'listen'?"
      ),
      ("loops = 2\n\nloops = 3", "gw.conf:3: loops is set in line 1 already"),
      ("loops 2", "gw.conf:1: this is not 'key = value'"),
      ("loops = two", "gw.conf:1: loops takes a whole number from 0 to 64, not 'two'"),
      ("loops =", "gw.conf:1: loops takes a whole number from 0 to 64, not ''"),
      (
        "drain_seconds = 20s",
        "gw.conf:1: drain_seconds takes a number of seconds from 0 to 600, not '20s'"
      ),
      ("radio = simulate", "gw.conf:1: radio takes one of none, kernel, simulated, not 'simulate'"),
      ("data_directory = here", "gw.conf:1: data_directory takes an absolute path, not 'here'"),
      ("allow_plain_http = yes", "gw.conf:1: allow_plain_http takes true or false, not 'yes'"),
    ])
  func mistake(file: String, expected: String) {
    #expect(mistakes(sources(file)) == [expected])
  }

  @Test("lists every mistake at once")
  func everyMistake() {
    #expect(mistakes(sources("a = 1\nloops = x\ntls_key_file = /k")).count == 3)
  }

  @Test("shows no control characters of a file")
  func control() {
    #expect(mistakes(sources("a\u{1b}[2J = 1")) == ["gw.conf:1: there is no setting 'a·[2J'"])
  }

  @Test("refuses bytes that are no text")
  func bytes() {
    let sources = ConfigurationSources(
      file: (path: "gw.conf", bytes: [0xFF, 0xFE]), environment: [:], flags: [:])
    #expect(mistakes(sources) == ["gw.conf:1: the file is not UTF-8"])
  }

  @Test("refuses a file that is too long, and one that is not there")
  func files() throws {
    let directory = TemporaryDirectory()
    let long = try directory.write("long.conf", [UInt8](repeating: 0x23, count: 70_000))
    #expect(throws: ConfigurationError.self) {
      try ConfigurationSources.reading(file: long, environment: [:], flags: [:])
    }
    #expect(throws: ConfigurationError.self) {
      try ConfigurationSources.reading(
        file: directory.file("none.conf"), environment: [:], flags: [:])
    }
  }

  @Test(
    "refuses to be reached in the clear from elsewhere unless told so by name",
    arguments: ["0.0.0.0:80", "[::]:80", "192.0.2.7:8080"])
  func plainHTTP(address: String) throws {
    #expect(mistakes(sources("listen = \(address)")).count == 1)
    #expect(mistakes(sources("listen = \(address)\nallow_plain_http = true")) == [])
    #expect(
      mistakes(
        sources("listen = \(address)\ntls_certificate_file = /c\ntls_key_file = /k")) == [])
  }

  @Test("refuses metrics that can be reached from elsewhere, certificate or not")
  func metrics() {
    let file = "operation_listen = 0.0.0.0:9\ntls_certificate_file = /c\ntls_key_file = /k"
    #expect(mistakes(sources(file + "\nallow_plain_http = true")).count == 1)
    #expect(mistakes(sources("operation_listen = off")) == [])
  }

  @Test(
    "refuses settings that lack their other half",
    arguments: [
      "tls_certificate_file = /c", "tls_key_file = /k", "delivery = sendmail",
      "delivery = webhook", "delivery = sendmail\ndelivery_sender = no address",
      "delivery = webhook\ndelivery_webhook_key_file = /k\ndelivery_webhook_url = http://example.org/",
    ])
  func halves(file: String) {
    #expect(mistakes(sources(file)).count == 1)
  }

  @Test("remarks on variables that look like settings")
  func remarks() {
    let remarks = sources(environment: ["LANYARD_LOPS": "1", "LANYARD_CONFIG": "x"]).remarks
    #expect(
      remarks == ["LANYARD_LOPS is no setting and was not read. Did you mean 'LANYARD_LOOPS'?"])
  }

  @Test("has an example that is sound and says what the defaults say")
  func example() throws {
    let lines = ConfigurationExample.text.split(separator: "\n").map { line in
      // Settings in force instead of remarks; those without a default stay remarks.
      line.hasPrefix("#") && !line.hasPrefix("# ") && !line.hasSuffix("=")
        ? String(line.dropFirst()) : String(line)
    }
    let sources = sources(lines.joined(separator: "\n"))
    #expect(mistakes(sources) == [])
    #expect(sources.entries.count { $0.origin != .builtIn } > 15)
    for (entry, setting) in zip(sources.entries, Settings.all) {
      #expect(entry.text == setting.fallbackText)
    }
  }

  @Test("has no two settings of one name, and none that hides another's variable")
  func table() {
    let keys = Settings.all.map(\.key)
    #expect(Set(keys).count == keys.count)
    for setting in Settings.all where !setting.fallbackText.isEmpty {
      #expect(setting.accepts(setting.fallbackText), "the default of \(setting.key)")
    }
  }
}

@Suite("An address to listen at")
struct ListenAddressTests {
  @Test(
    "is read when it is numeric",
    arguments: [
      ("127.0.0.1:80", "127.0.0.1:80"), ("localhost:1", "127.0.0.1:1"), ("[::1]:0", "[::1]:0"),
      ("[::ffff:127.0.0.1]:65535", "127.0.0.1:65535"), ("0.0.0.0:443", "0.0.0.0:443"),
    ])
  func good(text: String, written: String) {
    #expect(ListenAddress(text)?.description == written)
  }

  @Test(
    "is refused otherwise",
    arguments: [
      "", ":", "127.0.0.1", "127.0.0.1:", ":80", "::1:80", "[::1]", "[127.0.0.1]:80",
      "example.org:80", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "1.2.3.4.5:1",
    ])
  func bad(text: String) {
    #expect(ListenAddress(text) == nil)
  }

  @Test(
    "knows whether it is this machine's alone",
    arguments: [("127.9.9.9:1", true), ("[::1]:1", true), ("0.0.0.0:1", false), ("[::]:1", false)])
  func loopback(text: String, expected: Bool) {
    #expect(ListenAddress(text)?.isLoopback == expected)
  }
}
