/// The forward-only migrations of one capability, numbered from 1 without gaps. What was applied is kept with a
/// checksum; an edited or missing one is refused at start.
package struct MigrationSet: Sendable {
  /// Whose tables these are, as "accounts". Kept in the file, so never renamed.
  package let component: String
  /// One script per step, each run in a transaction of its own. A step that was released is never edited: add another.
  package let steps: [String]

  package init(component: String, steps: [String]) {
    self.component = component
    self.steps = steps
  }
}

/// Why a database file cannot be used by this program. Nothing was changed, except by steps before a failed one.
package enum MigrationError: Error, Hashable, CustomStringConvertible {
  /// A later version of the program has been at work here. Going back needs a backup.
  case newer(component: String, applied: Int, known: Int)
  /// The file has tables of a component that this program does not have.
  case unknownComponent(String)
  /// A step that was applied differs from the one this program has.
  case edited(component: String, step: Int)
  /// The record of what was applied has a hole before this step.
  case missing(component: String, step: Int)
  /// A step did not work and was rolled back.
  case failed(component: String, step: Int, SQLiteError)

  package var description: String {
    switch self {
    case .newer(let component, let applied, let known):
      "the database is newer than this program: \(component) is at step \(applied), "
        + "this program knows \(known)"
    case .unknownComponent(let component):
      "the database has tables of \(component), which this program does not know"
    case .edited(let component, let step):
      "step \(step) of \(component) is not the one that was applied to this database"
    case .missing(let component, let step):
      "step \(step) of \(component) was never applied to this database, but a later one was"
    case .failed(let component, let step, let error):
      "step \(step) of \(component) failed: \(error)"
    }
  }
}
