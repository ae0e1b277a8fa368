import Core
import Foundation
import Notebook

/// Records of runs, each with everything that the run depended on.
///
/// An entry holds a hash of each input by name, and one of the record. It counts only where all of them are
/// the same, so that an input cannot be missed in silence; what differs is said.
struct RecordCache {
  let folder: URL

  /// The inputs of a run by name, each as a hash, or as words where there is nothing.
  typealias Inputs = [String: String]

  /// What the cache says of a run.
  enum Answer: Equatable {
    /// It counts, with the hash of its file.
    case record(Record, hash: String)
    /// The run has to be made, and why: `not run before`, `source changed`.
    case stale(String)
  }

  private struct Entry: Codable {
    var inputs: Inputs
    /// Of the record's file.
    var hash: String
  }

  /// Why an analysis runs that no entry is of.
  static let new = "not run before"

  /// The record of an analysis whose inputs are these.
  func answer(_ name: String, _ inputs: Inputs) -> Answer {
    guard let data = try? InputFile.data(at: list(name)) else { return .stale(Self.new) }
    guard let entry = try? JSONDecoder().decode(Entry.self, from: data),
      let text = try? InputFile.data(at: file(name)), Digest.sha256(text) == entry.hash,
      let record = try? JSONDecoder().decode(Record.self, from: text), record.name == name
    else { return .stale("the record kept of it cannot be read") }
    let changed = Set(inputs.keys).union(entry.inputs.keys).sorted()
      .filter { inputs[$0] != entry.inputs[$0] }
    guard changed.isEmpty else { return .stale("\(Wording.list(changed)) changed") }
    return .record(record, hash: entry.hash)
  }

  /// Keeps a record as its analysis wrote it.
  /// - Parameter file: the file that the analysis left
  /// - Returns: the hash of the file
  func keep(_ name: String, _ file: URL, _ inputs: Inputs) throws -> String {
    let text = try InputFile.data(at: file)
    let hash = Digest.sha256(text)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A kill between the two leaves a record that is not the entry's, which does not count.
    try AtomicFile.write(text, to: self.file(name))
    try AtomicFile.write(try encoder.encode(Entry(inputs: inputs, hash: hash)), to: list(name))
    return hash
  }

  private func file(_ name: String) -> URL { folder.appendingPathComponent("\(name).json") }
  private func list(_ name: String) -> URL { folder.appendingPathComponent("\(name).inputs.json") }
}

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
