import Core

/// A data file as the store knows it.
public struct DataSource: Sendable, Hashable {
  /// `data/paper/table7.csv`
  public let path: String
  /// What the file holds.
  public let kind: DataKind
  /// What it is called in reports.
  public let title: String
  /// The key of the reference; none for the bibliography itself.
  public let citation: String?
  /// The version of the work that was read.
  public let version: String
  /// The table, figure or file in that work.
  public let locator: String
  /// Whose numbers these are.
  public let scope: Scope
  /// What its ratio labels count, if it has some.
  public let ratioConvention: RatioConvention?
  /// Under what terms the content stands.
  public let licence: String
  /// SHA-256 of the file's bytes.
  public let sha256: String
  /// How many records it has.
  public let rows: Int
  /// How the file was made, and what its source warns of.
  public let note: String
}
