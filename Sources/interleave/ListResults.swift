import ArgumentParser
import Core
import Foundation
import Results

struct ListResults: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results", abstract: "Imported models that have scores, and what they are.",
    discussion: """
      A model takes part in fits along the ratio when its name, a config.json beside its results or a \
      mapping file says what it is. With --mapping the list is a mapping file: fill in what is missing \
      and hand it to `interleave ingest --map`.
      """)

  @OptionGroup var options: ResultsOptions

  @Flag(help: "Print a mapping file (CSV) instead, with a row a model.")
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
