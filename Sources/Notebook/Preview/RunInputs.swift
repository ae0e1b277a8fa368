import Core
import Foundation
import Metrics

/// Everything that a run of an analysis depends on.
struct RunInputs {
  private let project: Project
  private let executables: URL
  private let runs: URL
  private let results: URL
  private var hashes = FileHashes()

  init(_ project: Project, executables: URL, runs: URL, results: URL) {
    (self.project, self.executables) = (project, executables)
    (self.runs, self.results) = (runs, results)
  }

  /// The inputs of an analysis.
  /// - Parameter fingerprint: of the store that it reads
  mutating func of(_ name: String, fingerprint: String) -> RecordCache.Inputs {
    let source = project.analyses.appendingPathComponent("\(name)/main.swift").path
    return [
      "source": hashes.hash(source) ?? "none",
      "program": hashes.hash(executables.appendingPathComponent(name).path) ?? "none",
      "data": fingerprint,
      // Notebooks read profiles themselves, past the store.
      "profiles": profiles(),
      "runs": database(runs), "results": database(results),
    ]
  }

  private mutating func profiles() -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: project.profiles.path)) ?? []
    let lines = names.sorted().map { name in
      "\(name) \(hashes.hash(project.profiles.appendingPathComponent(name).path) ?? "none")"
    }
    return Digest.sha256(lines.joined(separator: "\n"))
  }

  /// A database is its file and what is still in its journal.
  private mutating func database(_ url: URL) -> String {
    let parts = ["", "-wal"].map { hashes.hash(url.path + $0) ?? "none" }
    return Digest.sha256(parts.joined(separator: " "))
  }
}
