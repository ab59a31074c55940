/// A configuration file that explains itself: every setting at its default, out of force.
package enum ConfigurationExample {
  package static var text: String {
    let head = """
      # Lanyard's configuration: one 'key = value' a line, '#' at the start of a line for remarks.
      # The environment (LANYARD_LISTEN=...) and flags (--listen ...) come before this file.
      # Secrets do not belong here: a setting names the file that holds one.
      """
    let settings = Settings.all.map { setting in
      let value = setting.fallbackText.isEmpty ? "" : " \(setting.fallbackText)"
      return """
        # \(setting.help)
        # (\(setting.expectation))
        #\(setting.key) =\(value)
        """
    }
    return ([head] + settings).joined(separator: "\n\n")
  }
}
