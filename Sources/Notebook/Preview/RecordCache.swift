import Core
import Foundation

/// Records of runs, each with everything that the run depended on.
///
/// An entry holds a hash of each input by name. It counts only where all of them are the same, so that an
/// input cannot be missed in silence; what differs is said.
struct RecordCache {
  let folder: URL

  /// The inputs of a run by name, each as a hash, or as words where there is nothing.
  typealias Inputs = [String: String]

  /// What the cache says of a run.
  enum Answer: Equatable {
    case record(Record)
    /// The run has to be made, and why: `not run before`, `source changed`.
    case stale(String)
  }

  private struct Entry: Codable {
    var inputs: Inputs
    var record: Record
  }

  /// The record of an analysis whose inputs are these.
  func answer(_ name: String, _ inputs: Inputs) -> Answer {
    guard let data = try? Data(contentsOf: file(name)) else { return .stale("not run before") }
    guard let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.record.name == name
    else { return .stale("the record kept of it cannot be read") }
    let changed = Set(inputs.keys).union(entry.inputs.keys).sorted()
      .filter { inputs[$0] != entry.inputs[$0] }
    guard changed.isEmpty else { return .stale("\(Wording.list(changed)) changed") }
    return .record(entry.record)
  }

  /// Keeps a record.
  func keep(_ record: Record, _ inputs: Inputs) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(
      try encoder.encode(Entry(inputs: inputs, record: record)), to: file(record.name))
  }

  private func file(_ name: String) -> URL { folder.appendingPathComponent("\(name).json") }
}
