/// A work that numbers or ideas come from.
public struct Reference: Sendable, Hashable {
  /// What data files and reports cite it by.
  public let key: String
  /// The authors as given; `and others` may stand for the rest.
  public let authors: [String]
  /// The title.
  public let title: String
  /// The year.
  public let year: Int
  /// Where it appeared.
  public let venue: String
  /// Where it can be read.
  public let url: String
  /// The version or commit that was read, where it matters.
  public let version: String?
}
