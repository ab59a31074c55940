import Commands
import Kernel

/// Where our programs keep what outlives them: `$XDG_CONFIG_HOME/lanyard`, or `~/.config/lanyard`. Everything in it is the owner's alone.
package struct Home: Sendable {
  package let folder: String
  package let program: ClientProgram

  package init(of program: ClientProgram, environment: [String: String]) throws(Failure) {
    self.program = program
    if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
      folder = base + "/lanyard"
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      folder = home + "/.config/lanyard"
    } else {
      throw Failure(
        .failed, "there is no place for settings", hint: "Set HOME or XDG_CONFIG_HOME.")
    }
  }

  /// The signed-in account.
  package var sessionPath: String { folder + "/" + program.sessionFile }

  /// Makes the folder, and those above it, where they are missing.
  package func make() throws(Failure) {
    do throws(KernelError) {
      for (index, character) in folder.enumerated() where character == "/" && index > 0 {
        let parent = String(folder.prefix(index))
        if try !Home.exists(parent) { try FileSystem.makeFolder(parent) }
      }
      try FileSystem.makeFolder(folder)
    } catch {
      throw Failure(error, "make the folder \(folder)")
    }
  }

  private static func exists(_ path: String) throws(KernelError) -> Bool {
    do throws(KernelError) {
      _ = try FileSystem.access(of: path)
      return true
    } catch {
      guard error.errno == .noSuchFile else { throw error }
      return false
    }
  }

  var notSignedIn: Failure {
    Failure(
      .refused, "nobody is signed in here",
      hint: "Sign in first: '\(program.name) \(program.signIn)'.")
  }
}
