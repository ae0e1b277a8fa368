import Core

/// The list of the data files: what each is, where it comes from, and what it must contain.
///
/// A file that is not listed is not read, and a file that differs from its entry is refused.
public struct Manifest: Sendable, Equatable {
  /// The version of the manifest's own format that this code reads.
  public static let format = 1
  /// The file's name inside the data folder.
  public static let fileName = "manifest.json"

  /// One data file.
  public struct Entry: Sendable, Equatable {
    /// The path inside the data folder, with `/` between its parts.
    public var file: String
    /// What the file holds.
    public var kind: DataKind
    /// What the file is called in reports.
    public var title: String
    /// The key of the reference that the numbers were read from; empty for the references.
    public var citation: String
    /// The version of that work: `v2`, a commit...
    public var version: String
    /// The table, figure or file in that work.
    public var locator: String
    /// What the ratio labels of the file count. Only observations have one.
    public var ratioConvention: RatioConvention?
    /// Whose numbers these are.
    public var scope: Scope
    /// Under what terms the content stands; `facts` for bare numbers.
    public var licence: String
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    public var sha256: String
    /// How many records the file has, without the header.
    public var rows: Int
    /// The units that may occur in the file. Only observations have some.
    public var units: [MetricUnit]
    /// The attention fraction that a ratio label states, such as `1/8`, where the source prints
    /// no layer counts.
    public var fractions: [String: String]
    /// How the file was made, and what its source warns of.
    public var note: String
  }

  /// The entries, in the order of the file.
  public var files: [Entry]

  /// A manifest of these entries.
  public init(files: [Entry]) { self.files = files }
}
