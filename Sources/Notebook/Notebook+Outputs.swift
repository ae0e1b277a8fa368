import Canvas
import Core
import Plot
import Published
import Report

extension Notebook {
  /// Binds a number to a name that prose can use as `{{name}}`.
  /// - Parameters:
  ///   - decimals: digits after the point that readers see
  ///   - style: how it looks: plain, with a sign, or a fraction as percent
  ///   - unit: the unit at full precision: `fraction`, `layers`, `families`...
  ///   - interval: kind and n of the interval that the number belongs to, if any
  ///   - sources: data rows, or how it was computed
  ///   - tolerance: how far a report that is made again may differ
  /// - Throws: `Fault` where the name is taken, there is no source, or the number is not finite.
  @discardableResult
  public func bind(
    _ name: String, _ number: Double, decimals: Int = 0, style: ValueStyle = .plain,
    unit: String = "", interval: String? = nil, sources: [String],
    tolerance: Tolerance = .computed, line: Int = #line
  ) throws -> String {
    guard number.isFinite else {
      throw Fault(
        "a bound value is not a finite number", at: place(line), found: "\(name) = \(number)")
    }
    return try bind(
      BoundValue(
        name: name, text: style.text(number, decimals), number: number, unit: unit,
        interval: interval, sources: sources, tolerance: tolerance, cell: place(line)), line)
  }

  /// Binds words (a family's name, a list of ratios) to a name.
  /// - Parameter tolerance: how far the numerals in the words may differ in a report that is made
  ///   again
  @discardableResult
  public func bind(
    _ name: String, words: String, sources: [String], tolerance: Tolerance = .computed,
    line: Int = #line
  ) throws -> String {
    try bind(
      BoundValue(
        name: name, text: words, sources: sources, tolerance: tolerance, cell: place(line)), line)
  }

  private func bind(_ value: BoundValue, _ line: Int) throws -> String {
    if let earlier = values.first(where: { $0.name == value.name }) {
      throw Fault(
        "the value's name is taken", at: value.cell, expected: "a name of its own",
        found: "\(value.name), bound at \(earlier.cell)")
    }
    guard !value.sources.isEmpty else {
      throw Fault("a bound value has no source", at: value.cell, found: value.name)
    }
    try trace(.value, value.name, shown: value.text, sources: value.sources, line: line)
    values.append(value)
    return value.text
  }

  /// A template with values in it, resolved now: for titles and subtitles of charts.
  public func text(_ template: String, line: Int = #line) throws -> String {
    let place = place(line)
    try RecordCheck.checkTyped(template, vocabulary: vocabulary, at: place)
    let known = Document(
      title: "", subtitle: "", author: "", date: .init(timeIntervalSince1970: 0), sections: [],
      values: values, references: [], vocabulary: [])
    return try ProseResolver(Numbering(known)).resolve(template, file: path, line: line)
  }

  /// Stops the run where the data no longer support what the prose says in words.
  /// - Parameter statement: what the prose says
  public func require(_ statement: String, _ holds: Bool, line: Int = #line) throws {
    guard holds else {
      throw Fault(
        "the data no longer support the prose", at: place(line), expected: statement,
        hint: "rewrite the prose, then this requirement")
    }
  }

  /// Shows a table under this cell. Title and caption may name values.
  public func show(_ table: Table, line: Int = #line) throws {
    guard table.rows.allSatisfy({ $0.count == table.columns.count }) else {
      throw Fault(
        "a row of the table has the wrong number of cells", at: place(line),
        expected: "\(table.columns.count)", found: "\(table.rows.map(\.count))")
    }
    try trace(.table, table.id, shown: table.title, sources: table.sources, line: line)
    try add(.table(table), line)
  }

  /// Shows a chart under this cell, its data beside it as CSV. The caption may name values.
  public func show(_ chart: Chart, id: String, caption: String, line: Int = #line) throws {
    let figure = Figure(
      id: id, title: chart.title, caption: caption, scene: try chart.scene(), csv: try chart.csv())
    try add(figure, line)
  }

  /// Shows a diagram under this cell, with a list of what it holds as CSV. The caption may name
  /// values.
  public func show(_ diagram: Diagram, id: String, caption: String, line: Int = #line) throws {
    let figure = Figure(
      id: id, title: diagram.title, caption: caption, scene: try diagram.scene(),
      csv: diagram.csv)
    try add(figure, line)
  }

  private func add(_ figure: Figure, _ line: Int) throws {
    try trace(.figure, figure.id, shown: figure.title, sources: figure.sources, line: line)
    try add(.figure(figure), line)
  }

  package func add(_ block: Block, _ line: Int) throws {
    outputs[try cell(at: line), default: []].append(block)
  }

  func cell(at line: Int) throws -> Int {
    guard let index = source.codeCell(at: line) else {
      throw Fault(
        "an output was made outside of a code cell", at: place(line),
        hint: "the source may have changed since the build; build again")
    }
    return index
  }

  package func place(_ line: Int) -> String { "\(path):\(line)" }
}

/// How a bound number looks.
public enum ValueStyle: Sendable {
  case plain
  /// With `+` in front of what is positive.
  case signed
  /// A fraction as percent.
  case percent
  /// A p value or share that may be tiny: `< 0.001` rather than `0.000`.
  case small

  /// `number` as readers see it, with `decimals` digits after the point.
  public func text(_ number: Double, _ decimals: Int) -> String {
    switch self {
    case .plain: return NumberText.fixed(number, decimals)
    case .signed: return NumberText.signed(number, decimals)
    case .percent: return NumberText.percent(number, decimals)
    case .small:
      let least = DeterministicMath.pow(10, Double(-decimals))
      return number < least
        ? "< \(NumberText.fixed(least, decimals))" : NumberText.fixed(number, decimals)
    }
  }
}

extension Notebook {
  /// Adds prose under this cell, for sentences that depend on what there is. As in prose that is
  /// typed, values are named as `{{name}}`, and numerals are refused.
  public func say(_ markdown: String, line: Int = #line) throws {
    try RecordCheck.checkTyped(markdown, vocabulary: vocabulary, at: place(line))
    try add(.prose(Prose(markdown, file: path, line: line)), line)
  }
}

extension Table.Cell {
  /// A name out of a user's file, with what the report's fonts lack spelled out.
  public static func named(_ name: String, sources: [String]) -> Table.Cell {
    .quoted(PrintableText.of(name), sources: sources)
  }

  /// A number that was read: shown as printed, with its row as the source.
  public static func observed(_ observation: Observation) -> Table.Cell {
    .number(
      text: observation.valueText, value: observation.value, sources: [observation.provenance])
  }

  /// A number that was computed from data rows, or as a sentence says.
  public static func computed(
    _ value: Double, _ decimals: Int, style: ValueStyle = .plain, sources: [String]
  ) -> Table.Cell {
    .number(text: style.text(value, decimals), value: value, sources: sources)
  }
}
