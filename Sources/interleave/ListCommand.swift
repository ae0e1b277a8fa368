import ArgumentParser
import Core
import Foundation
import Published
import Results

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show what the store holds.",
    subcommands: [
      ListModels.self, ListMetrics.self, ListSources.self, ListConflicts.self, ListResults.self,
      ListRuns.self, ListAnalyses.self,
    ])
}

/// A listing of the store: a header and rows.
protocol Listing: ParsableCommand {
  var common: CommonOptions { get }
  static var header: [String] { get }
  func rows(_ store: Store) throws -> [[String]]
}

extension Listing {
  func run() throws {
    // A store that the user names is shown as it is.
    let store =
      try common.store == nil ? common.catalog() : Store.openReadOnly(at: common.storeURL)
    Terminal.print(TextTable.render(header: Self.header, rows: try rows(store)), terminator: "")
  }
}

struct ListModels: Listing {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Models, with their layout.")
  static let header = ["model", "family", "scale", "ratio", "attention layers", "fraction"]
  @OptionGroup var common: CommonOptions

  func rows(_ store: Store) throws -> [[String]] {
    try store.models().map { model in
      let total = model.layers.total.map(String.init) ?? "?"
      let layers = model.layers.attention.map { "\($0) of \(total)" } ?? "?"
      let fraction = model.attentionFraction.map { String(format: "%.4f", $0) } ?? "?"
      return [model.name, model.family, model.scale, model.ratioLabel, layers, fraction]
    }
  }
}

struct ListMetrics: Listing {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Tasks and metrics, with units and counts.")
  static let header = ["task", "metric", "unit", "better", "observations"]
  @OptionGroup var common: CommonOptions

  func rows(_ store: Store) throws -> [[String]] {
    try store.metricKinds().map { kind in
      [
        kind.task, kind.metric, kind.unit.rawValue, kind.higherIsBetter ? "higher" : "lower",
        "\(kind.observations)",
      ]
    }
  }
}

struct ListSources: Listing {
  static let configuration = CommandConfiguration(
    commandName: "sources", abstract: "Data files, with where they were read.")
  static let header = ["file", "title", "read from", "scope", "rows", "sha256"]
  @OptionGroup var common: CommonOptions

  func rows(_ store: Store) throws -> [[String]] {
    try store.sources().map { source in
      [
        source.path, source.title, source.locator, source.scope.rawValue, "\(source.rows)",
        String(source.sha256.prefix(12)),
      ]
    }
  }
}

struct ListConflicts: Listing {
  static let configuration = CommandConfiguration(
    commandName: "conflicts",
    abstract: "Values that differ: of one origin in data/, and of one model in your results.")
  static let header = DisagreementTable.header
  @OptionGroup var options: ResultsOptions
  var common: CommonOptions { options.common }

  func rows(_ store: Store) throws -> [[String]] {
    try store.conflicts().map { conflict in
      [
        conflict.first.model.name, conflict.first.task, conflict.first.metric,
        conflict.first.valueText, conflict.first.provenance,
        conflict.second.valueText, conflict.second.provenance, "nothing that the files state",
      ]
    } + ownRows()
  }

  private func ownRows() throws -> [[String]] {
    guard FileManager.default.fileExists(atPath: options.url.path) else { return [] }
    return try ResultStore.openReadOnly(at: options.url).disagreements()
      .map(DisagreementTable.row)
  }
}

struct ListAnalyses: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyses", abstract: "Analyses, in the order of the report.")
  @OptionGroup var common: CommonOptions

  func run() throws {
    for name in try common.location.analysisNames() { Terminal.print(name) }
  }
}
