import Core
import Foundation
import Notebook
import Published
import Report
import Studies

extension Reproduction {
  /// What the analyses of a report came to.
  struct Ran {
    /// In the report's order.
    var records: [Record] = []
    var failures: [ReportAssembly.Failure] = []
    /// A hash over all records; nil where they are not kept.
    var hash: String?
  }

  /// The records of analyses: kept ones where nothing that they read has changed; the others run, side by
  /// side.
  func runAnalyses(
    _ names: [String], _ check: RerunCheck?, _ store: Store, _ progress: ProgressLog
  ) throws -> Ran {
    let scratch = try ScratchFolder("records")
    defer { scratch.remove() }
    let folder = scratch.url
    let reruns = try check.map { try $0.data() }
    let file = reruns.map { _ in folder.appendingPathComponent("reruns.json") }
    if let reruns, let file { try AtomicFile.write(reruns, to: file) }
    let hashes = FileHashes(keptIn: cache?.appendingPathComponent("hashes.json"))
    let inputs = RunInputs(
      self, fingerprint: try store.fingerprint(), reruns: reruns, hashes: hashes)
    var kept = KeptRecords(cache.map(RecordCache.init), inputs, names)
    kept.tell(progress)
    var failures: [String: String] = [:]
    let queue = queue(folder, reruns: file, started: progress.begin) { name, file, outcome in
      switch outcome {
      case .success(let record):
        kept.keep(record, file)
        progress.end(name, note: kept.changes(of: name))
      case .failure(let error):
        failures[name] = "\(error)"
        progress.fail(name, "\(error)")
      }
    }
    try Interruption.during { try queue.run(kept.stale, $0) }
    hashes.keep()
    return Ran(
      records: names.compactMap { kept.records[$0] },
      failures: names.compactMap { name in
        failures[name].map { ReportAssembly.Failure(name: name, message: $0) }
      }, hash: kept.hash)
  }

  /// Analyses that run side by side and leave their records in `folder`.
  func queue(
    _ folder: URL, reruns: URL? = nil, started: @escaping (String) -> Void = { _ in },
    ended: @escaping (String, URL, Result<Record, any Error>) -> Void
  ) -> AnalysisQueue {
    AnalysisQueue(
      jobs: jobs,
      start: { name in
        try AnalysisProcess(
          name, in: executables, arguments: arguments(reruns: reruns),
          record: folder.appendingPathComponent("\(name).json"))
      }, started: started,
      ended: { name, outcome in
        ended(name, folder.appendingPathComponent("\(name).json"), outcome)
      })
  }

  /// What an analysis is told.
  private func arguments(reruns: URL?) -> [String] {
    var words = ["--project", project.root.path]
    words += ["--store", store.path, "--runs", runs.path, "--results", results.path]
    if let reruns { words += ["--reruns", reruns.path] }
    for profile in trained { words += ["--trained", profile] }
    if let ablations { words += ["--ablations", ablations.path] }
    return words
  }
}

extension RerunCheck {
  /// What analyses are told, as JSON; the same check gives the same bytes.
  fileprivate func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(self)
  }
}
