import Core
import Foundation
import Plot
import Published
import Report

/// A running analysis: what it reads, what it has made so far, and the record that it leaves.
///
/// An analysis is a `main.swift` in percent format:
///
///     import Notebook
///
///     // %% [markdown]
///     // # Recall rises
///     // Recall gains {{gain:+.3}} from pure to the densest hybrid, see {{figure:curve}}.
///
///     // %%
///     let notebook = try Notebook.open()
///     try notebook.bind("gain", dense.sourced - pure.sourced)
///     try notebook.show(chart, id: "curve", caption: "One run each.")
///
///     // %%
///     try notebook.finish()
///
/// Outputs belong to the code cell on whose line they are made. An error stops the run with exit
/// code 1 and leaves the earlier report as it was.
public final class Notebook {
  /// Published numbers, read only.
  public let store: Store
  /// The folder's name.
  public let name: String
  package let project: Project
  let path: String
  let source: PercentSource
  let sourceHash: String
  package let options: NotebookOptions
  package var vocabulary: [String]
  var outputs: [Int: [Block]] = [:]
  var values: [BoundValue] = []
  /// Which conditions of prose hold.
  var conditions: [String: Bool] = [:]
  package var verdicts: [BoundVerdict] = []
  /// What was asked of the store.
  package let log = QueryLog()
  /// What was made, in order.
  var items: [TracedItem] = []
  /// The training runs that it has read.
  package var shownRuns: [RunSource] = []
  /// The imported files whose results it has read.
  package var importedFiles: [ImportedFile] = []

  /// Opens the notebook whose source calls this.
  public static func open(file: String = #filePath) throws -> Notebook {
    exitOnUncaughtErrors()
    Lifeline.watch()
    return try Notebook(file: file, options: NotebookOptions.fromCommandLine())
  }

  init(file: String, options: NotebookOptions) throws {
    let file = options.source(builtFrom: file)
    project = Project(notebook: file)
    let url = URL(fileURLWithPath: file)
    path = project.relative(url)
    name = url.deletingLastPathComponent().lastPathComponent
    guard let text = try? InputFile.text(at: url) else {
      throw Fault(
        "the notebook's source is not where it was built", at: file,
        hint: "build again in this checkout")
    }
    source = try PercentSource(text, path: path)
    sourceHash = Digest.sha256(text)
    self.options = options
    let store = try Self.openStore(options, project)
    self.store = store.noting(in: log)
    vocabulary = try Vocabulary.phrases(of: store)
  }

  /// A record run reads the store that its parent has filled; a run of its own fills it first.
  private static func openStore(_ options: NotebookOptions, _ project: Project) throws -> Store {
    let url = options.store.map { URL(fileURLWithPath: $0) } ?? project.store
    if options.record == nil {
      _ = try Store.open(at: url).importData(DataFolder(project.data).load())
    }
    return try Store.openReadOnly(at: url)
  }

  /// Swift traps on an error that top-level code does not catch, after printing it. Analyses exit
  /// with 1 instead, so that callers can tell a failed analysis from a crashed machine.
  private static func exitOnUncaughtErrors() {
    for trap in [SIGILL, SIGTRAP] { signal(trap) { _ in _exit(1) } }
  }

  /// Ends the run: checks prose against values and writes the record, or the analysis' own report.
  public func finish() throws {
    let record = try makeRecord()
    if let file = options.record {
      try record.write(to: URL(fileURLWithPath: file))
      return
    }
    let folder =
      options.out.map { URL(fileURLWithPath: $0) }
      ?? project.reports.appendingPathComponent(name)
    let document = try ReportAssembly(
      records: [record], store: store, project: project, isPart: true
    ).document()
    let report = try ReportFiles.all(of: document, project.options(for: folder))
    try Publisher(folder: folder).publish(report.files)
    Terminal.print("\(name): \(folder.path)/report.pdf")
    if let missing = report.failures.first {
      throw Fault("the report is published without \(missing.name)", found: missing.message)
    }
  }

  func makeRecord() throws -> Record {
    let shown = try source.cells.enumerated().filter { try isShown($0.element) }
    let cells = shown.map { index, cell in
      Record.Cell(
        kind: cell.kind, text: cell.text, line: cell.textLine, outputs: outputs[index] ?? [])
    }
    let record = Record(
      name: name, path: path, sourceHash: sourceHash, storeFingerprint: try store.fingerprint(),
      preamble: source.preamble, cells: cells, values: values, verdicts: verdicts,
      trace: makeTrace(), runs: shownRuns,
      imported: importedFiles,
      vocabulary: vocabulary)
    try RecordCheck(record).run()
    return record
  }
}
