import Canvas

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
    self.title = title
    self.titleSeries = titleSeries
    self.x = x
    self.y = y
    self.marks = marks
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
