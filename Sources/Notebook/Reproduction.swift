import Core
import Foundation
import Metrics
import Report

/// The main job: ingest, train what is not trained yet, run every analysis, publish one report.
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
  /// How many runs are trained at a time.
  public var jobs = ProcessInfo.processInfo.activeProcessorCount
  /// How many recorded runs are trained again and compared.
  public var reruns = 2
  /// Profiles that are trained for this report, whose runs take the place of recorded ones.
  public var trained: [String] = []
  /// The file of a profile of ablations that the report shows instead of the project's own, from the
  /// file of runs.
  public var ablations: URL?
  public var title = ReportAssembly.Title.report
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

  /// What a run came to.
  public struct Outcome: Sendable {
    public var failures: [ReportAssembly.Failure]
    /// The files that were published; none where every analysis failed.
    public var files: [String]
    /// What the files show; none where every analysis failed.
    public var document: Document?
  }

  /// - Throws: `Fault` where the data, the store or the output folder is at fault.
  public func run(progress: ProgressLog) throws -> Outcome {
    let (document, failures) = try document(progress: progress)
    guard let document else { return Outcome(failures: failures, files: []) }
    progress.begin("report")
    let report = try ReportFiles.all(of: document, project.options(for: out))
    try Publisher(folder: out).publish(report.files)
    let missing = report.failures.map {
      ReportAssembly.Failure(name: $0.name, message: $0.message)
    }
    if missing.isEmpty {
      progress.end("report", note: out.path)
    } else {
      let words = missing.map { "\($0.name) is missing: \($0.message)" }.joined(separator: "\n")
      progress.fail("report", "the other formats are in \(out.path)\n\(words)")
    }
    return Outcome(
      failures: failures + missing, files: report.files.map(\.path), document: document)
  }

  /// Everything short of publishing: the report before it takes a format, nil where every analysis
  /// failed, and what failed.
  /// - Throws: `Fault` where the data or the store is at fault.
  public func document(
    progress: ProgressLog
  ) throws -> (document: Document?, failures: [ReportAssembly.Failure]) {
    progress.begin("ingest")
    let store = try Store.open(at: store)
    let report = try store.importData(DataFolder(project.data).load())
    progress.end("ingest", note: report.summary)
    let untrained = try train(progress)
    let (check, changed) = try checkRecords(store, progress)
    let (records, failed) = try runAnalyses(progress, check)
    let failures = untrained + changed + failed
    guard !records.isEmpty else { return (nil, failures) }
    var assembly = ReportAssembly(
      records: records, failures: failures, store: store, project: project,
      isPart: try analyses != project.analysisNames(), title: title)
    assembly.terms = try terms()
    return (try assembly.document(), failures)
  }

  private func terms() throws -> ReportTerms {
    ReportTerms(
      date: Int(try ReportDate.current().timeIntervalSince1970), analyses: analyses,
      reruns: reruns, fromScratch: trained)
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

  private func runAnalyses(
    _ progress: ProgressLog, _ check: RerunCheck?
  ) throws -> ([Record], [ReportAssembly.Failure]) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("interleave-\(getpid())-\(UUID().uuidString)")
    try AtomicFile.makeFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let reruns = check.map { _ in folder.appendingPathComponent("reruns.json") }
    if let reruns { try AtomicFile.write(try JSONEncoder().encode(check), to: reruns) }
    var records: [Record] = []
    var failures: [ReportAssembly.Failure] = []
    for name in analyses {
      progress.begin(name)
      do {
        records.append(
          try run(name, record: folder.appendingPathComponent("\(name).json"), reruns: reruns))
        progress.end(name)
      } catch {
        failures.append(ReportAssembly.Failure(name: name, message: "\(error)"))
        progress.fail(name, "\(error)")
      }
    }
    return (records, failures)
  }

  /// What an analysis is told.
  private func arguments(record: URL, reruns: URL?) -> [String] {
    var words = ["--project", project.root.path]
    words += ["--store", store.path, "--runs", runs.path, "--results", results.path]
    words += ["--record", record.path]
    if let reruns { words += ["--reruns", reruns.path] }
    for profile in trained { words += ["--trained", profile] }
    if let ablations { words += ["--ablations", ablations.path] }
    return words
  }

  /// One analysis in a process of its own.
  func run(_ name: String, record: URL, reruns: URL? = nil) throws -> Record {
    let executable = executables.appendingPathComponent(name)
    guard FileManager.default.isExecutableFile(atPath: executable.path) else {
      throw Fault(
        "the analysis is not built", at: executable.path,
        hint: "make build, or swift build -c release")
    }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments(record: record, reruns: reruns)
    process.environment = ProcessInfo.processInfo.environment
      .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    let messages = Pipe()
    process.standardError = messages
    process.standardOutput = messages
    try process.run()
    let said = messages.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Fault(Self.reason(String(decoding: said, as: UTF8.self), process.terminationStatus))
    }
    return try Record.read(from: record)
  }

  /// The analysis' own words, without the runtime's prefix for uncaught errors.
  private static func reason(_ said: String, _ status: Int32) -> String {
    let text = said.trimmingCharacters(in: .whitespacesAndNewlines)
    let prefix = "Error raised at top level: "
    let message = text.firstRange(of: prefix).map { String(text[$0.upperBound...]) } ?? text
    let words = message.components(separatedBy: "\nCurrent stack trace:")[0]
    return words.isEmpty ? "the analysis ended with exit status \(status) and said nothing" : words
  }
}
