import Canvas
import Core

/// Where the names of series stand.
public enum LabelPlacement: String, Sendable, Codable {
  /// At the right of each panel.
  case eachPanel
  /// At the right of the last panel that shows the series.
  case lastPanel
  /// In a legend above the panels. Also used when a panel has more than seven names.
  case legend
  /// Nowhere: the titles of the panels name them.
  case none
}

/// A figure: panels of data under a sentence that says what they show.
public struct Chart: Sendable {
  /// What the reader should take away, as a sentence.
  public var title: String
  /// What is plotted, of which data, how many, which interval.
  public var subtitle: String
  /// Small print below the panels.
  public var note: String
  public var panels: [Panel]
  /// The looks of the series. Their order is the order of legends, and decides ties of labels.
  public var styles: [NamedStyle]
  /// Width in points; the height follows.
  public var width: Double
  /// Panels side by side.
  public var columns: Int
  /// Height of the space between a panel's axes in points; `nil` for 0.618 of its width.
  public var panelHeight: Double?
  public var labels: LabelPlacement
  /// Whether all panels have the same axes, which are then labelled at the outer edges only.
  public var sharesAxes: Bool
  /// For those who cannot see the figure; title and subtitle when empty.
  public var altText: String

  /// A figure, 5.5 inches (396 points) wide unless it is told otherwise.
  public init(
    title: String, subtitle: String, note: String = "", panels: [Panel], styles: [NamedStyle],
    width: Double = 396, columns: Int? = nil, panelHeight: Double? = nil,
    labels: LabelPlacement = .eachPanel, sharesAxes: Bool = false, altText: String = ""
  ) {
    self.title = title
    self.subtitle = subtitle
    self.note = note
    self.panels = panels
    self.styles = styles
    self.width = width
    self.columns = columns ?? max(1, min(panels.count, 2))
    self.panelHeight = panelHeight
    self.labels = labels
    self.sharesAxes = sharesAxes
    self.altText = altText
  }
}

extension Chart {
  /// The finished drawing.
  /// - Throws: `Fault` that names the chart, the panel and the mark.
  public func scene() throws -> Scene {
    do {
      try check()
      return try ChartLayout(self).scene()
    } catch let fault as Fault {
      throw fault.within("chart '\(shortTitle)'")
    }
  }

  /// What errors call the chart.
  var shortTitle: String { title.count <= 40 ? title : title.prefix(39) + "…" }

  private func check() throws {
    guard !panels.isEmpty, columns > 0 else { throw Fault("the chart has no panels") }
    guard width.isFinite, width >= 72 else {
      throw Fault("the chart is too narrow", expected: "72 points or more", found: "\(width)")
    }
    let names = styles.map(\.series)
    for (index, name) in names.enumerated() where names.firstIndex(of: name) != index {
      throw Fault("two styles are for the same series", found: name)
    }
  }
}

extension Fault {
  /// The same fault with an outer place in front of its location.
  func within(_ place: String) -> Fault {
    var copy = self
    copy.location = location.isEmpty ? place : "\(place) / \(location)"
    return copy
  }
}
