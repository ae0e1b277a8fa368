import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// A file that a test writes and an importer reads.
struct ImportTrial {
  let folder: TemporaryFolder
  let file: ImportFile

  /// - Parameter name: the path in a temporary folder.
  init(_ bytes: some Collection<UInt8>, as name: String) throws {
    folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    file = try ImportFile(url, path: url.lastPathComponent)
  }

  init(_ text: String, as name: String) throws { try self.init(Array(text.utf8), as: name) }

  func scores(
    by importer: any ResultImporter.Type
  ) throws -> (scores: [ScoreRecord], summary: ImportSummary) {
    try Self.scores(of: file, by: importer)
  }

  static func scores(
    of file: ImportFile, by importer: any ResultImporter.Type
  ) throws -> (scores: [ScoreRecord], summary: ImportSummary) {
    var scores: [ScoreRecord] = []
    let summary = try importer.read(file) {
      if case .score(let record) = $0 { scores.append(record) }
    }
    return (scores, summary)
  }

  func context(by importer: any ResultImporter.Type) -> String {
    withExtendedLifetime(folder) { importer.context(of: file) }
  }

  func fault(of importer: any ResultImporter.Type) throws -> Fault {
    let error = #expect(throws: Fault.self) { try scores(by: importer) }
    return try #require(error)
  }

  /// Which importers take the file for theirs.
  var recognisers: [String] {
    ImporterRegistry.all.filter { $0.recognises(file) }.map { $0.format }
  }

  /// Reads damaged copies of a text; each gives records that can be stored, or a `Fault`.
  static func survive(
    _ text: String, as name: String, by importer: any ResultImporter.Type, flips: Int
  ) throws {
    let bytes = Array(text.utf8)
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent(name)
    func tryReading(_ bytes: some Collection<UInt8>) throws {
      try Data(bytes).write(to: url)
      let file = try ImportFile(url)
      _ = importer.recognises(file)
      do {
        let broken = try scores(of: file, by: importer).scores.first {
          !$0.unit.allows($0.value) || ($0.standardError ?? 0) < 0 || ($0.n ?? 1) < 1
            || $0.task.isEmpty || $0.metric.isEmpty
        }
        if let broken { Issue.record("\(broken)") }
      } catch let fault as Fault {
        if fault.location.isEmpty { Issue.record(fault) }
      }
    }
    for length in 0..<bytes.count { try tryReading(bytes.prefix(length)) }
    var random = RandomStream(seed: 5, named: name)
    for _ in 0..<flips {
      var damaged = bytes
      for _ in 0..<(1 + random.index(below: 3)) {
        damaged[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
      }
      try tryReading(damaged)
    }
  }
}
