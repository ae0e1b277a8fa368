import Core
import Foundation
import Notebook
import Published
import Report

/// The preview's work: builds, runs and publishes what changed, into a folder of its own.
///
/// A failed build or run leaves the analysis' last good record in the report, and a report that cannot be
/// made leaves the last good one; what is wrong is in the status and in the log.
public final class PreviewSession {
  /// Where the report is: `.build/preview/report` below the project.
  public let report: URL
  public let status: PreviewStatus
  private let project: Project
  private let reproduction: Reproduction
  private let builder: AnalysisBuilder
  private let cache: RecordCache
  private let mirror: DataMirror
  private let interruption: Interruption
  private let tell: (String) -> Void
  private let hashes = FileHashes()
  private var watcher: Watcher
  private var records: [String: Record] = [:]
  private var buildFailures: [String: String] = [:]

  /// - Parameters:
  ///   - folder: where cache, store and report are kept
  ///   - runs: the file of runs; nothing is trained
  ///   - command: a program to call with an analysis' name in place of `scripts/build.sh`
  ///   - tell: takes each line of the log
  public init(
    _ project: Project, folder: URL, executables: URL, runs: URL, results: URL,
    command: [String]? = nil, interruption: Interruption, tell: @escaping (String) -> Void
  ) throws {
    self.project = project
    report = folder.appendingPathComponent("report")
    status = PreviewStatus()
    reproduction = Reproduction(
      project: project, store: folder.appendingPathComponent("store.sqlite"), runs: runs,
      results: results, out: report, executables: executables,
      analyses: try project.analysisNames())
    builder = AnalysisBuilder(project, executables: executables, command: command)
    cache = RecordCache(folder: folder.appendingPathComponent("records"))
    mirror = DataMirror(source: project.data, folder: folder)
    watcher = Watcher(project)
    self.interruption = interruption
    self.tell = tell
  }

  /// Makes the report from what there is; then follows changes until a signal comes.
  public func run() {
    update(changed: [])
    while !interruption.isWaitedFor(0.5) { poll() }
  }

  /// Looks for changes once, and builds what they ask for.
  /// - Returns: whether there were any.
  @discardableResult
  public func poll() -> Bool {
    let changed = watcher.changes()
    guard !changed.isEmpty else { return false }
    tell("changed: \(Wording.list(changed.count > 5 ? ["\(changed.count) files"] : changed))")
    update(changed: changed)
    return true
  }

  /// Brings the report up to date.
  func update(changed: [String]) {
    status.begin("building")
    do {
      try build(changed)
      let (digest, problems, notes) = try refresh()
      status.end(digest: digest, problems: problems, notes: notes)
      tell(digest == nil ? "the report stays as it was" : "report: version \(status.version)")
      for problem in problems { tell("✗ \(problem.what): \(problem.message)") }
    } catch is Interrupted {
      status.end(digest: nil, problems: [])
    } catch {
      let problem = PreviewStatus.Problem(what: "report", message: "\(error)")
      status.end(digest: nil, problems: buildProblems + [problem])
      tell("✗ \(error)\nthe last good report stays")
    }
  }

  // MARK: Build

  /// Builds the analyses whose source changed, and those that were never built.
  private func build(_ changed: [String]) throws {
    for name in try project.analysisNames() {
      let program = reproduction.executables.appendingPathComponent(name).path
      let isBuilt = FileManager.default.isExecutableFile(atPath: program)
      let isChanged = changed.contains { $0.hasPrefix("analyses/\(name)/") }
      guard isChanged || !isBuilt || buildFailures[name] != nil else { continue }
      status.begin("building \(name)")
      let reason = isChanged ? "source changed" : isBuilt ? "it failed before" : "not built yet"
      tell("\(name): building, \(reason)")
      do {
        try builder.build(name, interruption)
        buildFailures[name] = nil
      } catch let fault as Fault {
        buildFailures[name] = fault.what
      }
    }
  }

  private var buildProblems: [PreviewStatus.Problem] {
    buildFailures.sorted { $0.key < $1.key }
      .map { PreviewStatus.Problem(what: "build of \($0.key)", message: $0.value) }
  }

  // MARK: Run

  private typealias Result = (
    digest: String?, problems: [PreviewStatus.Problem], notes: [String]
  )

  /// Ingests, runs what has to be run, and publishes where anything came out new.
  private func refresh() throws -> Result {
    let (data, unsealed) = try mirror.load()
    let store = try Store.open(at: reproduction.store)
    _ = try store.importData(data)
    let names = try project.analysisNames()
    let before = records
    buildFailures = buildFailures.filter { names.contains($0.key) }
    let failures = try run(names, fingerprint: store.fingerprint())
    records = records.filter { names.contains($0.key) }
    let unbuilt = buildFailures.sorted { $0.key < $1.key }
      .map { ReportAssembly.Failure(name: $0.key, message: $0.value) }
    let missing = (failures + unbuilt).filter { records[$0.name] == nil }
    let problems =
      buildProblems + failures.map { .init(what: "run of \($0.name)", message: $0.message) }
    let notes = unsealed.map { "\($0): the manifest has another hash; interleave seal" }
    guard records != before || status.version.hasPrefix("0-") else {
      return (nil, problems, notes)
    }
    status.begin("writing the report")
    let (digest, formats) = try publish(names, missing, store)
    return (digest, problems + formats, notes)
  }

  private func run(_ names: [String], fingerprint: String) throws -> [ReportAssembly.Failure] {
    let built = names.filter { buildFailures[$0] == nil }
    let inputs = RunInputs(reproduction, fingerprint: fingerprint, hashes: hashes)
    var kept = KeptRecords(cache, inputs, built)
    for name in built where kept.records[name] != nil {
      if records[name] == nil { tell("\(name): nothing changed since its last run") }
      records[name] = kept.records[name]
    }
    let scratch = try ScratchFolder("records")
    defer { scratch.remove() }
    var failures: [String: String] = [:]
    let queue = reproduction.queue(
      scratch.url,
      started: { [status, tell] name in
        status.begin("running \(name)")
        tell("\(name): running, \(kept.reason(name))")
      },
      ended: { [self] name, file, outcome in
        switch outcome {
        case .success(let record):
          kept.keep(record, file)
          records[name] = record
        case .failure(let error): failures[name] = "\(error)"
        }
      })
    try queue.run(kept.stale, interruption)
    return built.compactMap { name in
      failures[name].map { ReportAssembly.Failure(name: name, message: $0) }
    }
  }

  // MARK: Publish

  /// - Parameter missing: what failed and has no earlier record to stand in
  /// - Returns: a hash over all files, nil where there is nothing to publish; and formats that are missing
  private func publish(
    _ names: [String], _ missing: [ReportAssembly.Failure], _ store: Store
  ) throws -> (digest: String?, problems: [PreviewStatus.Problem]) {
    let present = names.compactMap { records[$0] }
    guard !present.isEmpty else { return (nil, []) }
    let document = try ReportAssembly(
      records: present, failures: missing, store: store, project: project
    ).document()
    var options = project.options(for: report)
    options.isLive = true
    let rendered = try ReportFiles.all(of: document, options)
    let files = rendered.files
    try Publisher(folder: report).publish(files)
    let digest = Digest.sha256(files.map { "\($0.path) \(Digest.sha256($0.data))\n" }.joined())
    return (digest, rendered.failures.map { .init(what: $0.name, message: $0.message) })
  }
}

extension Interruption {
  /// Waits for a signal.
  /// - Returns: whether one has come
  func isWaitedFor(_ seconds: Double) -> Bool {
    var entry = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    if received == nil {
      Foundation.poll(&entry, 1, Int32(clamping: Int(clamping: seconds * 1000)))
    }
    return received != nil
  }
}
