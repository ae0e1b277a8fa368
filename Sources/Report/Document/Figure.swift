import Plot

/// A chart in a document: its scene, the words around it, and the data that it shows.
public struct Figure: Codable, Sendable, Equatable {
  /// The name for cross references and file names: lower case, digits, hyphens.
  public var id: String
  /// What the figure shows, as a sentence; also its alternative text.
  public var title: String
  /// What is plotted, n, which interval, which data.
  public var caption: String
  public var scene: Scene
  /// The plotted data as CSV text.
  public var csv: String

  public init(id: String, title: String, caption: String, scene: Scene, csv: String) {
    self.id = id
    self.title = title
    self.caption = caption
    self.scene = scene
    self.csv = csv
  }
}
