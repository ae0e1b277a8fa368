import Canvas
import Core
import Plot
import Published
import Report

extension Notebook {
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

extension Notebook {
  /// Adds prose under this cell, for sentences that depend on what there is. As in prose that is
  /// typed, values are named as `{{name}}`, and numerals are refused.
  public func say(_ markdown: String, line: Int = #line) throws {
    try RecordCheck.checkTyped(markdown, vocabulary: vocabulary, at: place(line))
    try add(.prose(Prose(markdown, file: path, line: line)), line)
  }
}

extension Table.Cell {
  /// A number that was read: shown as printed, with its row as the source.
  public static func observed(_ observation: Observation) -> Table.Cell {
    .number(
      text: observation.valueText, value: observation.value, sources: [observation.provenance])
  }
}
