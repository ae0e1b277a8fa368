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
    (self.title, self.subtitle, self.note, self.altText) = (title, subtitle, note, altText)
    (self.panels, self.styles, self.width) = (panels, styles, width)
    self.columns = columns ?? max(1, min(panels.count, 2))
    (self.panelHeight, self.labels, self.sharesAxes) = (panelHeight, labels, sharesAxes)
  }
}

/// A space with two axes and the marks in it.
public struct Panel: Sendable {
  /// What the panel shows; may be empty.
  public var title: String
  /// The series whose colour the title takes, when the panel is about one series.
  public var titleSeries: String?
  public var x: Axis
  public var y: Axis
  public var marks: [any Mark]

  /// A panel. Marks are drawn by their depth, and in the order given within one depth.
  public init(
    _ title: String = "", titleSeries: String? = nil, x: Axis, y: Axis, marks: [any Mark]
  ) {
    (self.title, self.titleSeries) = (title, titleSeries)
    (self.x, self.y, self.marks) = (x, y, marks)
  }

  /// Small multiples: a panel for each value of a column of text.
  /// - Parameters:
  ///   - order: the values, in order; `nil` for the order of first appearance.
  ///   - title: the title of a value's panel; `nil` for the value itself.
  ///   - marks: the marks for one value, made from its rows and from all the others'. The others
  ///     usually become grey lines: `LineMark(others, ..., isContext: true)`.
  public static func facets(
    _ frame: Frame, by column: String, order: [String]? = nil, x: Axis, y: Axis,
    title: ((String) -> String)? = nil,
    marks: (_ value: String, _ rows: Frame, _ others: Frame) throws -> [any Mark]
  ) throws -> [Panel] {
    try (order ?? frame.distinct(column)).map { value in
      let rows = try frame.rows(of: column) { $0 == value }
      let others = try frame.rows(of: column) { $0 != value }
      return Panel(
        title?(value) ?? value, titleSeries: value, x: x, y: y,
        marks: try marks(value, rows, others))
    }
  }
}

extension Chart {
  /// The finished drawing.
  /// - Throws: `Fault` that names the chart, the panel and the mark.
  public func scene() throws -> Scene {
    try within("chart '\(shortened(title))'") {
      try check()
      return try ChartLayout(self).scene()
    }
  }

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

/// Runs `body`; its faults get an outer place in front of their location.
func within<T>(_ place: String, _ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch var fault as Fault {
    fault.location = fault.location.isEmpty ? place : "\(place) / \(fault.location)"
    throw fault
  }
}

/// A title as errors quote it.
func shortened(_ title: String) -> String { title.count <= 40 ? title : title.prefix(39) + "…" }

extension Chart {
  /// All plotted data as CSV: the columns `panel` and `layer`, then those of the frames. Marks of
  /// one panel that show the same frame share their rows, with `+` between their names.
  public func csv() throws -> String {
    let tables = dataTables
    var names: [String] = []
    for name in tables.flatMap(\.frame.names) where !names.contains(name) { names.append(name) }
    let rows = tables.flatMap { table in
      (0..<table.frame.rowCount).map { row in
        [table.panel, table.layer] + names.map { table.cell(row, $0) }
      }
    }
    return CSV.text(header: ["panel", "layer"] + names, rows: rows)
  }

  private var dataTables: [DataTable] {
    var tables: [DataTable] = []
    for (index, panel) in panels.enumerated() {
      let name = panel.title.isEmpty ? "\(index + 1)" : panel.title
      for mark in panel.marks {
        guard let frame = mark.frame else { continue }
        if let same = tables.firstIndex(where: { $0.index == index && $0.frame == frame }) {
          tables[same].layer += "+" + mark.kind
        } else {
          tables.append(DataTable(index: index, panel: name, layer: mark.kind, frame: frame))
        }
      }
    }
    return tables
  }
}

/// A frame of one panel, and the marks that show it.
private struct DataTable {
  let index: Int
  let panel: String
  var layer: String
  let frame: Frame

  func cell(_ row: Int, _ name: String) -> String {
    frame.names.firstIndex(of: name).map { frame.cell(row, $0) } ?? ""
  }
}
