/// What a shape stands for, for formats in which a reader can ask: which series, which values.
public struct SceneTag: Codable, Hashable, Sendable {
  /// The series, by the name that all charts of a report use.
  public var series: String?
  /// The values, in words.
  public var note: String?
  /// Whether the colour says something by itself, or carries a text: it then stays as it is on any
  /// ground.
  public var keepsColor: Bool

  public init(series: String? = nil, note: String? = nil, keepsColor: Bool = false) {
    self.series = series
    self.note = note
    self.keepsColor = keepsColor
  }
}

extension SceneItem {
  /// The same thing with a tag; a group's tag goes to each thing in it.
  func tagged(_ tag: SceneTag) -> SceneItem {
    switch self {
    case .path(var path):
      path.tag = tag
      return .path(path)
    case .marker(var marker):
      marker.tag = tag
      return .marker(marker)
    case .text(var text):
      text.tag = tag
      return .text(text)
    case .group(var group):
      group.items = group.items.map { $0.tagged(tag) }
      return .group(group)
    }
  }
}
