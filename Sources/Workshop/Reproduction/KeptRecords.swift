import Core
import Foundation
import Notebook

/// The records of some analyses that are at hand, and why the others have to run.
struct KeptRecords {
  private let cache: RecordCache?
  private let inputs: RunInputs
  private let names: [String]
  private(set) var records: [String: Record] = [:]
  private var reasons: [String: String] = [:]
  private var states: [String: RecordCache.Inputs] = [:]
  private var hashes: [String: String] = [:]

  /// - Parameter cache: nil where nothing is kept, so that every analysis runs
  init(_ cache: RecordCache?, _ inputs: RunInputs, _ names: [String]) {
    (self.cache, self.inputs, self.names) = (cache, inputs, names)
    guard let cache else { return }
    for name in names {
      let state = inputs.of(name)
      states[name] = state
      switch cache.answer(name, state) {
      case .record(let record, let hash): (records[name], hashes[name]) = (record, hash)
      case .stale(let reason): reasons[name] = reason
      }
    }
  }

  /// The analyses that have to run.
  var stale: [String] { names.filter { records[$0] == nil } }

  /// Why an analysis has to run: `not run before`, `data changed`.
  func reason(_ name: String) -> String { reasons[name] ?? RecordCache.new }

  /// What has changed since an analysis last ran; empty where it never did.
  func changes(of name: String) -> String {
    reason(name) == RecordCache.new ? "" : reason(name)
  }

  /// A hash over all records; nil where one is missing or not kept.
  var hash: String? {
    let all = names.compactMap { hashes[$0] }
    return all.count == names.count ? Digest.sha256(all.joined(separator: " ")) : nil
  }

  /// Takes the record of an analysis that has run.
  /// - Parameter file: where it left the record
  mutating func keep(_ record: Record, _ file: URL) {
    records[record.name] = record
    // What was saved while the analysis ran may or may not be in its record. A cache that cannot be
    // written is no reason to fail: the next run takes longer.
    guard let cache, let state = states[record.name], state == inputs.of(record.name) else {
      return
    }
    hashes[record.name] = try? cache.keep(record.name, file, state)
  }

  /// Says which analyses do not run.
  func tell(_ progress: ProgressLog) {
    guard !records.isEmpty else { return }
    let count = "\(records.count) of \(names.count)"
    progress.note("✓ nothing changed for \(count) analyses since their last run")
  }
}
