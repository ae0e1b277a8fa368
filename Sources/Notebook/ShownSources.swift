/// A training run that a notebook has read: what the report's list of runs has of it.
public struct RunSource: Codable, Sendable, Hashable {
  public var identity: String
  public var profile: String
  /// Family, layout and seed.
  public var title: String
  public var outcome: String
  /// SHA-256 of its result; nil where it has none.
  public var hash: String?

  package init(identity: String, profile: String, title: String, outcome: String, hash: String?) {
    (self.identity, self.profile, self.title) = (identity, profile, title)
    (self.outcome, self.hash) = (outcome, hash)
  }
}

/// An imported file that a notebook has read: what the report's list of sources has of it.
public struct ImportedFile: Codable, Sendable, Hashable {
  public var path: String
  public var format: String
  public var version: String
  /// Scores and points in it.
  public var records: Int
  /// SHA-256 of its bytes.
  public var sha256: String

  package init(path: String, format: String, version: String, records: Int, sha256: String) {
    (self.path, self.format, self.version) = (path, format, version)
    (self.records, self.sha256) = (records, sha256)
  }
}
