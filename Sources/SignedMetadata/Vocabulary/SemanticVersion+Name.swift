extension SemanticVersion {
  /// The text without build metadata, which has no part in order and equality: two versions are equal exactly when their names are.
  /// In paths, in stores and in rollouts.
  package var name: String {
    "\(major).\(minor).\(patch)"
      + (prerelease.isEmpty ? "" : "-" + prerelease.joined(separator: "."))
  }
}
