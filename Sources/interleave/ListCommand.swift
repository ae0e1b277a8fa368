import ArgumentParser
import Core
import Foundation
import Published
import Results
import Runs

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List models, metrics, sources, conflicts, results, runs or analyses.",
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
    commandName: "models", abstract: "List the models, with their layers.")
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
    commandName: "metrics", abstract: "List tasks and metrics, with units and counts.")
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
    commandName: "sources", abstract: "List the data files and their sources.")
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
    abstract:
      "List values that differ: within one work in data/, and for one model in your results.")
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
    commandName: "analyses", abstract: "List the analyses, in the order of the report.")
  @OptionGroup var common: CommonOptions

  func run() throws {
    for name in try common.location.analysisNames() { Terminal.print(name) }
  }
}

struct ListResults: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results",
    abstract: "List the imported models that have scores, and what they are.",
    discussion: """
      A model takes part in fits along the ratio when it is identified by its name, by a config.json beside \
      its results, or by a mapping file. With --mapping the list is such a mapping file: fill in what is \
      missing, and pass the file to `interleave ingest --map`.
      """)

  @OptionGroup var options: ResultsOptions

  @Flag(help: "Print a mapping file (CSV) instead, with one row per model.")
  var mapping = false

  func run() throws {
    let families = try options.common.catalog().families()
    let models = try ResultStore.openReadOnly(at: options.url).knownModels(families: families)
    guard mapping else {
      return Terminal.print(ModelTable.text(models), terminator: "")
    }
    Terminal.printFile(CSV.text(header: ModelMapping.header, rows: models.map(Self.row)))
  }

  private static func row(_ model: KnownModel) -> [String] {
    guard let identity = model.standing.identity else {
      return [model.name] + Array(repeating: "", count: ModelMapping.header.count - 1)
    }
    let isCounted = identity.totalLayers != nil && identity.attentionLayers != nil
    return [
      model.name, identity.family, identity.scale, identity.totalLayers.map(String.init) ?? "",
      identity.attentionLayers.map(String.init) ?? "", isCounted ? "" : identity.ratioLabel,
      RatioConvention.oneInR.rawValue,
    ]
  }
}

/// Models with what they are, for a terminal.
enum ModelTable {
  static func text(_ models: [KnownModel]) -> String {
    TextTable.render(
      header: ["model", "family", "scale", "ratio", "attention", "known by", "scores"],
      rows: models.map { model in
        switch model.standing {
        case .identified(let identity):
          [
            model.name, identity.family, identity.scale, identity.ratioLabel, layers(identity),
            source(identity), "\(model.scores)",
          ]
        case .unidentified(let reason):
          [model.name, "?", "", "", "", "not identified: \(reason)", "\(model.scores)"]
        }
      })
  }

  private static func layers(_ identity: ModelIdentity) -> String {
    guard let attention = identity.attentionLayers, let total = identity.totalLayers else {
      return NumberText.fixed(identity.attentionFraction, 3)
    }
    return "\(attention) of \(total)"
  }

  private static func source(_ identity: ModelIdentity) -> String {
    let names = identity.origins.contains(.name) ? ["its name"] : []
    return (names + identity.places).joined(separator: ", ")
  }
}

struct ListRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the training runs, with their last scores.")

  @OptionGroup var options: RunsOptions

  func run() throws {
    let store = try RunStore.openReadOnly(at: options.url)
    let header = [
      "run", "family", "layout", "fraction", "seed", "parameters", "outcome", "step", "task",
      "loss", "above floor", "accuracy",
    ]
    let rows = try store.runs().flatMap { run in try lines(of: run, store) }
    Terminal.print(TextTable.render(header: header, rows: rows), terminator: "")
  }

  /// A row a task; one without scores where the run has told none yet.
  private func lines(of run: StoredRun, _ store: RunStore) throws -> [[String]] {
    let about = run.description
    let head = [
      run.identity, about.family, about.layout, String(format: "%.4f", about.attentionFraction),
      "\(about.seed)", run.parameters.map { "\($0)" } ?? "?", run.outcome.rawValue,
    ]
    guard let last = try store.evaluations(of: run.identity).last, !last.scores.isEmpty else {
      return [head + ["", "", "", "", ""]]
    }
    return last.scores.map { score in
      head + [
        "\(last.step)", score.task, String(format: "%.4f", score.loss),
        score.excess.map { String(format: "%.4f", $0) } ?? "?",
        String(format: "%.4f", score.accuracy),
      ]
    }
  }
}
