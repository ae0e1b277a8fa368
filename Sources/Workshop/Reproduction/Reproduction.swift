import Core
import Foundation
import Notebook
import Published
import Report
import Runs
import Studies

/// The main job: ingest, publish what needs no training, train what is not trained yet, run every analysis,
/// publish one report.
///
/// A failed analysis is named and the others still run. Nothing is published where none finished,
/// and the earlier report stays whole until the new one is complete on disk.
public struct Reproduction {
  public var project: Project
  /// The store's file.
  public var store: URL
  /// The training runs' file.
  public var runs: URL
  /// The file of imported results; the analyses run without it where it is not there.
  public var results: URL
  /// The report's folder.
  public var out: URL
  /// The folder with the analyses' executables.
  public var executables: URL
  public var analyses: [String]
  /// How many runs are trained, and how many analyses run, at a time.
  public var jobs = ProcessInfo.processInfo.activeProcessorCount
  /// How many recorded runs are trained again and compared.
  public var reruns = 2
  /// Profiles that are trained for this report, whose runs take the place of recorded ones.
  public var trained: [String] = []
  /// The file of a profile of ablations that the report shows instead of the project's own, from the
  /// file of runs.
  public var ablations: URL?
  public var title = ReportAssembly.Title.report
  /// Where records are kept, so that an analysis runs only when something that it reads has changed; nil to
  /// run every analysis.
  public var cache: URL?
  /// Whether a first edition is published before anything is trained, where something has to be.
  public var publishesFirst = false
  /// Whether the report is the first edition: nothing is trained for it, and analyses that show runs of
  /// this report's own training say so instead.
  public var isFirstEdition = false
  /// What training tells.
  public var training = SweepProgress()

  public init(
    project: Project, store: URL, runs: URL, results: URL? = nil, out: URL, executables: URL,
    analyses: [String]
  ) {
    self.project = project
    self.store = store
    self.runs = runs
    self.results = results ?? project.results
    self.out = out
    self.executables = executables
    self.analyses = analyses
  }

  /// Where records are kept beside a store.
  public static func cache(of store: URL) -> URL {
    store.deletingPathExtension().appendingPathExtension("records")
  }

  /// What a run came to.
  public struct Outcome: Sendable {
    public var failures: [ReportAssembly.Failure]
    /// The files that were published; none where every analysis failed.
    public var files: [String]
    /// What the files show; none where every analysis failed.
    public var document: Document?
  }

  /// - Throws: `Fault` where the data, the store or the output folder is at fault, `Interrupted` after
  ///   Ctrl-C.
  public func run(progress: ProgressLog) throws -> Outcome {
    let store = try ingest(progress)
    if publishesFirst { try publishFirstEdition(store, progress) }
    let made = try make(store, progress)
    return try publish(made, store, progress, step: isFirstEdition ? "first edition" : "report")
  }

  /// Everything short of publishing: the report before it takes a format, nil where every analysis
  /// failed, and what failed.
  /// - Throws: `Fault` where the data or the store is at fault.
  public func document(
    progress: ProgressLog
  ) throws -> (document: Document?, failures: [ReportAssembly.Failure]) {
    let made = try make(try ingest(progress), progress)
    return (made.document, made.failures)
  }

  private func ingest(_ progress: ProgressLog) throws -> Store {
    progress.begin("ingest")
    let store = try Store.open(at: store)
    let report = try store.importData(DataFolder(project.data).load())
    progress.end("ingest", note: report.summary)
    return store
  }

  /// A report before it takes a format.
  struct Made {
    var document: Document?
    var failures: [ReportAssembly.Failure]
    /// The analyses' records, as a hash; nil where one of them was not kept.
    var records: String?
  }

  func make(_ store: Store, _ progress: ProgressLog) throws -> Made {
    let untrained = isFirstEdition ? [] : try train(progress)
    let (check, changed) = isFirstEdition ? (nil, []) : try checkRecords(store, progress)
    let placeholders = isFirstEdition ? notTrainedYet() : []
    let shown = analyses.filter { name in !placeholders.contains { $0.analysis == name } }
    let ran = try runAnalyses(shown, check, store, progress)
    let failures = untrained + changed + ran.failures
    guard !ran.records.isEmpty else { return Made(document: nil, failures: failures) }
    var assembly = ReportAssembly(
      records: ran.records, failures: failures, store: store, project: project,
      isPart: try analyses != project.analysisNames(), title: title)
    assembly.terms = try terms()
    assembly.placeholders = placeholders
    return Made(
      document: try assembly.document(), failures: failures,
      records: failures.isEmpty ? ran.hash : nil)
  }

  private func terms() throws -> ReportTerms {
    ReportTerms(
      date: Int(clamping: try ReportDate.current().timeIntervalSince1970), analyses: analyses,
      reruns: reruns, fromScratch: trained, isFirstEdition: isFirstEdition)
  }

  /// The one place where a document takes its formats and they reach the report's folder.
  func publish(
    _ made: Made, _ store: Store, _ progress: ProgressLog, step: String
  ) throws -> Outcome {
    guard let document = made.document else { return Outcome(failures: made.failures, files: []) }
    progress.begin(step)
    let page = out.appendingPathComponent("report.html").path
    let state = try PublishedState(self, made, store)
    try Interruption.during { _ in try Publisher(folder: out).finish() }
    if let files = state?.filesInPlace() {
      progress.end(step, note: "\(page), nothing has changed")
      return Outcome(failures: [], files: files, document: document)
    }
    let report = try ReportFiles.all(of: document, project.options(for: out))
    // Ctrl-C waits until all files have taken their places.
    try Interruption.during { _ in try Publisher(folder: out).publish(report.files) }
    if report.failures.isEmpty {
      state?.keep()
      progress.end(step, note: page)
    } else {
      progress.fail(step, Self.words(on: report.failures, whileOthersAreIn: out))
    }
    let missing = report.failures.map {
      ReportAssembly.Failure(name: $0.name, message: $0.message)
    }
    return Outcome(
      failures: made.failures + missing, files: report.files.map(\.path), document: document)
  }

  private static func words(
    on failures: [ReportFiles.Failure], whileOthersAreIn folder: URL
  ) -> String {
    let lines = failures.map { "\($0.name) is missing: \($0.message)" }
    return (lines + ["the other formats are in \(folder.path)"]).joined(separator: "\n")
  }

  /// The comparison of recorded runs with training as a step of its own, with what did not come out as
  /// recorded.
  private func checkRecords(
    _ store: Store, _ progress: ProgressLog
  ) throws -> (RerunCheck?, [ReportAssembly.Failure]) {
    let step = "recorded runs, trained again"
    guard showsRecords, reruns > 0 || !trained.isEmpty else { return (nil, []) }
    progress.begin(step)
    do {
      guard let check = try trained.isEmpty ? rerun(store, progress) : compared(store) else {
        progress.end(step, note: "none recorded")
        return (nil, [])
      }
      guard check.failures.isEmpty else {
        let words = check.failures.joined(separator: "\n")
        progress.fail(step, words)
        return (check, [Self.change("recorded-runs", words)])
      }
      progress.end(step, note: check.summary)
      return (check, [])
    } catch let fault as Fault {
      progress.fail(step, "\(fault)")
      return (nil, [ReportAssembly.Failure(name: "recorded-runs", message: "\(fault)")])
    }
  }

  private static func change(_ name: String, _ words: String) -> ReportAssembly.Failure {
    ReportAssembly.Failure(name: name, message: words, isChange: true)
  }
}
