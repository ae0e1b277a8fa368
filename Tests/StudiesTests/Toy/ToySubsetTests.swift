@testable import Workshop
import Core
import Foundation
import Testing
import TestSupport

@testable import Notebook
@testable import Published
@testable import Studies

/// The analyses of recorded runs with none of them, and with parts: what is not there is said, and nothing
/// fails.
@Suite struct ToySubsetTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("subset-\(UUID().uuidString)")
    try AtomicFile.makeFolder(folder)
  }

  /// The recorded runs that the project has of a profile, one a line.
  private func lines(of profile: String = "six-layers") throws -> [String] {
    let data = DataFolder(NotebookFixture.project.data)
    let file = try #require(
      try data.manifest().files.first {
        $0.kind.rawValue == "runs" && $0.locator.hasSuffix("\(profile).json")
      })
    return String(decoding: try data.read(file.file), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  /// A copy of the data folder with these runs as the only ones.
  private func store(standard: [String], sixLayers: [String]) throws -> URL {
    let data = folder.appendingPathComponent("data")
    try? FileManager.default.removeItem(at: data)
    try FileManager.default.copyItem(at: NotebookFixture.project.data, to: data)
    var manifest = try DataFolder(data).manifest()
    let entry = try #require(manifest.files.first { $0.kind.rawValue == "runs" })
    manifest.files.removeAll { $0.kind.rawValue == "runs" || $0.kind.rawValue == "speeds" }
    for (name, runs) in [("standard", standard), ("six-layers", sixLayers)] where !runs.isEmpty {
      let text = runs.joined(separator: "\n") + "\n"
      var own = entry
      (own.file, own.rows) = ("toy/\(name)-part.jsonl", runs.count)
      own.sha256 = Digest.sha256(Data(text.utf8))
      try AtomicFile.write(text, to: data.appendingPathComponent(own.file))
      manifest.files.append(own)
    }
    try AtomicFile.write(manifest.text, to: data.appendingPathComponent("manifest.json"))
    let url = folder.appendingPathComponent("store-\(UUID().uuidString).sqlite")
    try Store.open(at: url).importData(DataFolder(data).load())
    return url
  }

  private func record(_ analysis: String, _ store: URL) throws -> Record {
    let job = Reproduction(
      project: NotebookFixture.project, store: store,
      runs: folder.appendingPathComponent("runs.sqlite"),
      out: folder.appendingPathComponent("out"), executables: NotebookFixture.products,
      analyses: [analysis])
    let ran = try job.runAnalyses(
      [analysis], nil, Store.openReadOnly(at: store),
      ProgressLog(isTerminal: false, write: { _ in }))
    if let failure = ran.failures.first { throw Fault("\(failure.message)", at: analysis) }
    return try #require(ran.records.first)
  }

  /// All that an analysis says by that store.
  private func said(_ analysis: String, _ store: URL) throws -> String {
    let record = try record(analysis, store)
    let prose = record.cells.filter { $0.kind == .markdown }.map(\.text)
    let words = prose + record.values.map(\.text)
    let blocks = record.cells.flatMap(\.outputs).map { block in
      switch block {
      case .prose(let prose): prose.markdown
      case .figure(let figure): "figure \(figure.id): \(figure.title)"
      case .table(let table): "table \(table.id)"
      case .source, .explorer: ""
      }
    }
    return (words + blocks).joined(separator: "\n")
  }

  @Test func withoutRunsTheySayNotRun() throws {
    let store = try store(standard: [], sixLayers: [])
    for analysis in ["toy-curves", "toy-costs"] {
      let text = try said(analysis, store)
      #expect(text.contains("Not run"), "\(analysis): \(text)")
      #expect(!text.contains("figure "), "\(analysis): \(text)")
    }
    #expect(try said("summary", store).contains("At toy scale nothing was run."))
  }

  /// The condition whose stacks all have most seeds leads, so that a sweep that is not there, or not whole,
  /// decides nothing.
  @Test func theConditionWithMoreSeedsLeads() throws {
    let alone = try store(standard: [], sixLayers: lines())
    let text = try said("toy-curves", alone)
    #expect(text.contains("figure toy-curves:") && !text.contains("Not run"))
    #expect(!text.contains("figure toy-depth:"), "there is no other condition")
    #expect(try !said("summary", alone).contains("nothing was run"))
    let costs = try said("toy-costs", alone)
    #expect(costs.contains("table toy-front") && !costs.contains("Not run"))
  }

  /// One seed of every stack on both sides is a tie; a stack that lacks it decides.
  @Test func everyStackCountsForTheLead() throws {
    func first(_ profile: String) throws -> [String] {
      try lines(of: profile).filter { $0.hasSuffix("\"seed\":1}") }
    }
    func lead(_ standard: [String], _ sixLayers: [String]) throws -> String? {
      try record("toy-curves", store(standard: standard, sixLayers: sixLayers)).values
        .first { $0.name == "toy.lead.profile" }?.text
    }
    let (standard, six) = try (first("standard"), first("six-layers"))
    #expect(standard.count == 25 && six.count == 19)
    #expect(try lead(standard, six) == "standard")
    #expect(try lead(Array(standard.dropLast()), six) == "six-layers")
    #expect(try lead(standard, lines()) == "six-layers")
  }

  /// Parts of a sweep: one run, no full attention, unequal seeds, families without some ratios.
  @Test(arguments: [
    ["\"family\":\"gla\".*\"layout\":\"pure\".*\"seed\":1[}]"],
    ["\"layout\":\"(pure|one in 3)\".*\"seed\":[12][}]", "\"layout\":\"one in 6\".*\"seed\":1[}]"],
    ["\"family\":\"(transformer|hgrn|gla)\".*\"seed\":[123][}]"],
    ["\"family\":\"transformer\"", "\"family\":\"hgrn\".*\"layout\":\"pure\""],
  ])
  func anyPartOfTheRunsWillDo(_ patterns: [String]) throws {
    let all = try lines()
    let isPart = all.map { line in
      patterns.contains { line.range(of: $0, options: .regularExpression) != nil }
    }
    let part = zip(all, isPart).filter(\.1).map {
      $0.0.replacingOccurrences(of: "\"profile\":\"six-layers\"", with: "\"profile\":\"standard\"")
    }
    let rest = zip(all, isPart).filter { !$0.1 }.map(\.0)
    #expect(!part.isEmpty)
    let store = try store(standard: part, sixLayers: rest)
    for analysis in ["toy-curves", "toy-costs", "summary"] {
      #expect(try !said(analysis, store).contains("Not run"), "\(analysis)")
    }
  }
}
