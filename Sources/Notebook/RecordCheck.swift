import Core
import Published
import Report

/// Checks a record before anything is made of it: every mark names something, and nobody typed a
/// numeral.
struct RecordCheck {
  let record: Record

  init(_ record: Record) { self.record = record }

  /// - Throws: `Fault` with file and line of the first problem.
  func run() throws {
    try checkValuesAreNamed()
    for cell in record.cells {
      if cell.kind == .markdown {
        try Self.checkTyped(
          cell.text, vocabulary: record.vocabulary, at: record.path, firstLine: cell.line)
      }
      for output in cell.outputs { try check(output) }
    }
  }

  private func check(_ output: Block) throws {
    let place = record.path
    switch output {
    case .figure(let figure):
      try Self.checkTyped(
        figure.caption, vocabulary: record.vocabulary, at: "\(place) / figure \(figure.id)")
    case .table(let table):
      let words = [table.title, table.caption] + table.columns.map(\.header)
      for text in words + table.rows.flatMap({ $0.compactMap(Self.words) }) {
        try Self.checkTyped(
          text, vocabulary: explainedWords, at: "\(place) / table \(table.id)")
      }
    case .explorer(let explorer):
      for text in [explorer.title, explorer.caption] {
        try Self.checkTyped(
          text, vocabulary: record.vocabulary, at: "\(place) / explorer \(explorer.id)")
      }
    case .prose, .source: break
    }
  }

  /// Table words may repeat what is bound elsewhere.
  private var explainedWords: [String] { record.vocabulary + record.values.map(\.text) }

  private static func words(_ cell: Table.Cell) -> String? {
    if case .text(let text) = cell { text } else { nil }
  }

  /// Every `{{value}}` in the prose is bound. Cross references and citations are checked when the
  /// whole report is numbered.
  private func checkValuesAreNamed() throws {
    let names = Set(record.values.map(\.name))
    for prose in proses {
      try ProseResolver.forEachMark(in: prose) { mark, place in
        if case .value(let name) = mark, !names.contains(name) {
          throw Fault(
            "the prose names a value that nothing bound", at: place, found: "{{\(name)}}",
            hint: "bind it in a code cell: try notebook.bind(\"\(name)\", ...)")
        }
      }
    }
  }

  /// All prose: cells, and what code cells said.
  private var proses: [Prose] {
    record.cells.flatMap { cell -> [Prose] in
      let said = cell.outputs.compactMap { if case .prose(let prose) = $0 { prose } else { nil } }
      return cell.kind == .markdown
        ? [Prose(cell.text, file: record.path, line: cell.line)] + said : said
    }
  }

  /// Refuses a template whose hand-typed part holds a numeral that the vocabulary does not explain.
  static func checkTyped(
    _ template: String, vocabulary: [String], at place: String, firstLine: Int? = nil
  ) throws {
    let audit = NumeralAudit(explained: vocabulary)
    let lines = template.split(separator: "\n", omittingEmptySubsequences: false)
    for (offset, line) in lines.enumerated() {
      let where_ = firstLine.map { "\(place):\($0 + offset)" } ?? place
      let typed = try ProseResolver.typed(String(line), at: where_)
      guard let numeral = audit.unexplained(in: typed).first else { continue }
      throw Fault(
        "a numeral was typed by hand", at: where_,
        expected: "a bound value, {{name}}, or a name that the data knows", found: numeral,
        hint: "bind it in a code cell, so that it has a source")
    }
  }
}

/// Names with digits in them that prose may use without a binding, because the store knows them:
/// families, scales, ratio labels, layouts, and where numbers were read.
enum Vocabulary {
  static func phrases(of store: Store) throws -> [String] {
    let families = try store.families().flatMap { [$0.key, $0.display] + $0.aliases }
    let models = try store.models()
    let labels = models.flatMap { model in
      [model.name, model.scale, model.ratioLabel] + [model.ratio?.description].compactMap { $0 }
    }
    let sources = try store.sources().flatMap { [$0.path, $0.title, $0.locator, $0.version] }
    let references = try store.references().flatMap { [$0.entry, $0.venue, $0.url] }
    let quotes = try store.quotes().map(\.text)
    let tasks = try store.tasks().map(\.display)
    let rules = try store.updateRules().flatMap { [$0.update, $0.readout] }
    let exhibits = try store.exhibits().flatMap { [$0.v2, $0.v1, $0.title, $0.note] }
    let costs = try store.costs().flatMap { [$0.flopsPerToken, $0.complexity, $0.mixer] }
    let facts = quotes + tasks + rules + exhibits + costs
    let all =
      families + labels + sources + references + facts + [
        "arXiv:2507.06457", "log2", "SHA-256", "r:1", "bfloat16",
      ]
    return Set(all.filter { $0.contains { $0.isNumber } }).sorted()
  }
}
