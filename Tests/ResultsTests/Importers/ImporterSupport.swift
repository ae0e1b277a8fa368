import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// A small file of a format, written for the tests.
struct ImportSample: Sendable, CustomStringConvertible {
  let format: String
  let name: String
  let bytes: [UInt8]

  init(_ format: String, _ name: String, _ text: String) {
    self.init(format, name, bytes: Array(text.utf8))
  }

  init(_ format: String, _ name: String, bytes: [UInt8]) {
    self.format = format
    self.name = name
    self.bytes = bytes
  }

  var description: String { "\(format): \(name)" }
}

/// What an import handed over.
struct Imported {
  var format = ""
  var records: [ImportRecord] = []
  var summary = ImportSummary()

  var points: [PointRecord] {
    records.compactMap { if case .point(let point) = $0 { point } else { nil } }
  }
  var scores: [ScoreRecord] {
    records.compactMap { if case .score(let score) = $0 { score } else { nil } }
  }

  /// `loss 10 4.2`, a line a point.
  var pointLines: [String] { points.map { "\($0.series) \($0.step) \($0.value)" } }

  func values(_ series: String) -> [Double] {
    points.filter { $0.series == series }.map(\.value)
  }

  /// Reads a file through the registry.
  init(_ url: URL) throws {
    try self.init(ImportFile(url, path: url.lastPathComponent))
  }

  /// Reads a file that is open.
  init(_ file: ImportFile) throws {
    let importer = try ImporterRegistry.importer(for: file)
    format = importer.format
    summary = try importer.read(file) { records.append($0) }
  }

  /// Reads a file as one of a format, whatever the registry takes it for.
  init(_ url: URL, as format: String) throws {
    let file = try ImportFile(url, path: url.lastPathComponent)
    let importer = try #require(ImporterRegistry.all.first { $0.format == format })
    self.format = format
    summary = try importer.read(file) { records.append($0) }
  }

  /// Reads bytes as a file of this name, which may have folders before it, and of a format.
  init(_ name: String, bytes: [UInt8], as format: String) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    try self.init(url, as: format)
  }

  /// Reads bytes as a file of this name, which may have folders before it.
  init(_ name: String, bytes: some Sequence<UInt8>) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    try self.init(url)
  }

  init(_ name: String, _ text: String) throws { try self.init(name, bytes: text.utf8) }
}

/// Published files of other tools. They belong to others, so they are not part of the repository.
enum RealSamples {
  /// The folder that `INTERLEAVE_SAMPLES` names, or `shared/samples` beside the checkout.
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["INTERLEAVE_SAMPLES"] {
      return URL(fileURLWithPath: path)
    }
    return dataRoot.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("shared/samples")
  }()

  static func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

  static func read(_ path: String) throws -> Imported { try Imported(url(path)) }

  static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url(path).path)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips the test unless all of these published files are on this machine. `SampleTests` covers the same formats
  /// with the project's own files.
  static func realSamples(_ paths: String...) -> Self { realSamples(paths) }

  static func realSamples(_ paths: [String]) -> Self {
    let missing = paths.filter { !RealSamples.has($0) }
    return .enabled(
      if: missing.isEmpty,
      "missing \(missing.joined(separator: ", ")); set INTERLEAVE_SAMPLES to a folder with published files"
    )
  }
}
