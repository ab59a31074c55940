import Commands
import Kernel

/// Where this program keeps what outlives it: `$XDG_CONFIG_HOME/lanyard`, or `~/.config/lanyard`. Everything in it is the owner's alone.
struct Home {
  let folder: String

  init(environment: [String: String]) throws(Failure) {
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
  var sessionPath: String { folder + "/publish.json" }
  /// The content key, unless another is named.
  var keyPath: String { folder + "/content-key.json" }

  /// Makes the folder, and those above it, where they are missing.
  func make() throws(Failure) {
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
}
