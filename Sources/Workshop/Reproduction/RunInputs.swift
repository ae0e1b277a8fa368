import Core
import Foundation
import Notebook

/// Everything that a run of an analysis depends on.
struct RunInputs {
  private let reproduction: Reproduction
  /// What is the same for all analyses of a report.
  private let common: RecordCache.Inputs
  private let hashes: FileHashes

  /// - Parameters:
  ///   - fingerprint: of the store that the analyses read
  ///   - reruns: what they are told of recorded runs that were trained again
  ///   - hashes: those of files that were read before
  init(
    _ reproduction: Reproduction, fingerprint: String, reruns: Data? = nil,
    hashes: FileHashes = FileHashes()
  ) {
    (self.reproduction, self.hashes) = (reproduction, hashes)
    var common = [
      "data": fingerprint,
      // Notebooks read profiles themselves, past the store.
      "profiles": Self.profiles(reproduction.project, hashes),
      "runs": Self.database(reproduction.runs, hashes),
      "results": Self.database(reproduction.results, hashes),
      "machine": Machine.state,
    ]
    if let reruns { common["reruns"] = Digest.sha256(reruns) }
    if !reproduction.trained.isEmpty {
      common["trained profiles"] = reproduction.trained.joined(separator: " ")
    }
    if let file = reproduction.ablations { common["ablations"] = hashes.hash(file.path) ?? "none" }
    self.common = common
  }

  /// The inputs of an analysis.
  func of(_ name: String) -> RecordCache.Inputs {
    let source = reproduction.project.analyses.appendingPathComponent("\(name)/main.swift").path
    let program = reproduction.executables.appendingPathComponent(name).path
    return common.merging([
      "source": hashes.hash(source) ?? "none", "program": hashes.hash(program) ?? "none",
    ]) { $1 }
  }

  private static func profiles(_ project: Project, _ hashes: FileHashes) -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: project.profiles.path)) ?? []
    let lines = names.sorted().map { name in
      "\(name) \(hashes.hash(project.profiles.appendingPathComponent(name).path) ?? "none")"
    }
    return Digest.sha256(lines.joined(separator: "\n"))
  }

  /// A database is its file and what is still in its journal; an empty journal holds nothing.
  private static func database(_ url: URL, _ hashes: FileHashes) -> String {
    let empty = Digest.sha256(Data())
    let parts = ["", "-wal"].map { suffix in
      hashes.hash(url.path + suffix).flatMap { $0 == empty ? nil : $0 } ?? "none"
    }
    return Digest.sha256(parts.joined(separator: " "))
  }
}
