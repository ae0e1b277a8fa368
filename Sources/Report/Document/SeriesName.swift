import Canvas

/// A series that many charts share: a family of mixers.
public struct SeriesName: Codable, Sendable, Equatable {
  /// What charts call it.
  public var key: String
  /// What readers call it.
  public var label: String
  public var color: Color

  public init(key: String, label: String, color: Color) {
    (self.key, self.label, self.color) = (key, label, color)
  }
}
