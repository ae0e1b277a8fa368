import Core
import Foundation
import Lab

/// One run of a sweep: what is computed, under which name, and what the store says of it.
public struct SweepRun: Sendable {
  public let config: RunConfig
  public let description: RunDescription

  public var identity: String { description.identity }

  /// - Parameter profile: the name of the profile that asks for it.
  public init(_ config: RunConfig, profile: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let model = config.model
    self.config = config
    description = RunDescription(
      identity: try config.identity(), profile: profile,
      config: String(decoding: try encoder.encode(config), as: UTF8.self),
      family: model.modelType, layout: "\(model.layout)",
      attentionLayers: model.attentionLayerCount, layers: model.layerCount,
      width: model.hiddenSize, seed: Int(clamping: config.seed), engine: Engine.version)
  }

  /// - Throws: `Fault` at `place`, naming the field, where a run that was kept is said to be another than
  ///   its configuration makes it.
  package func check(_ stored: RunDescription, at place: String) throws {
    var fields: [(name: String, ours: String, theirs: String)] = [
      ("family", description.family, stored.family), ("layout", description.layout, stored.layout),
      ("attention_layers", "\(description.attentionLayers)", "\(stored.attentionLayers)"),
      ("layers", "\(description.layers)", "\(stored.layers)"),
      ("d_model", "\(description.width)", "\(stored.width)"),
      ("seed", "\(description.seed)", "\(stored.seed)"),
    ]
    // Another version of the engine names the same configuration otherwise.
    if stored.engine == description.engine {
      fields += [
        ("config", description.config, stored.config),
        ("identity", description.identity, stored.identity),
      ]
    }
    guard let wrong = fields.first(where: { $0.ours != $0.theirs }) else { return }
    throw Fault(
      "the run is not what its configuration makes it: a value in it was changed",
      at: "\(place): \(wrong.name)", expected: wrong.ours, found: wrong.theirs,
      hint: "train it again in another file of runs, or take a copy that was not changed")
  }

  /// Compares what is said of a run with its own configuration.
  /// - Throws: `Fault` at `place` where the two differ, or the configuration cannot be read.
  public static func check(_ stored: RunDescription, at place: String) throws {
    let config = try RunConfig(json: stored.config, at: place)
    try SweepRun(config, profile: stored.profile).check(stored, at: place)
  }

  /// For people: `gla, one in 4, seed 1`.
  public var title: String {
    "\(description.family), \(description.layout), seed \(description.seed)"
  }

  /// Training tokens of one step.
  var tokensPerStep: Int { config.training.batchSize * config.sequenceLength }

  /// Training tokens in all.
  public var tokens: Int { tokensPerStep * config.training.steps }
}

extension Profile {
  /// The profile in a file, or the one of this name in the project's `data/profiles`.
  public static func named(_ name: String, in project: Project) throws -> Profile {
    let isFile = name.hasSuffix(".json") || name.contains("/")
    guard !isFile else {
      return try Profile(file: URL(fileURLWithPath: name), folders: [project.profiles])
    }
    let file = project.profiles.appendingPathComponent("\(name).json")
    guard FileManager.default.fileExists(atPath: file.path) else {
      let files =
        (try? FileManager.default.contentsOfDirectory(atPath: project.profiles.path)) ?? []
      let names = files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
      throw Fault.unknown(
        "profile", name, among: names, at: file.path, hint: "name one of these, or a file")
    }
    return try Profile(file: file)
  }

  /// The profile's runs, in its order.
  public func sweep() throws -> [SweepRun] {
    try runs().map { try SweepRun($0, profile: name) }
  }
}

/// One of n parts of a sweep, so that machines can share it: `2/3` is the second of three.
public struct Shard: Sendable, Equatable {
  /// From 1.
  public let number: Int
  public let count: Int

  public static let whole = Shard(number: 1, count: 1)

  private init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  /// Reads `2/3`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count > 0,
      (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }

  /// The runs of this part, in their order. Each run's place among the sorted identities decides, so
  /// that parts differ by one run at the most, and the order of the profile does not matter.
  public func runs(of all: [SweepRun]) -> [SweepRun] {
    let places = all.map(\.identity).sorted().enumerated()
    let mine = Set(places.filter { $0.offset % count == number - 1 }.map(\.element))
    return all.filter { mine.contains($0.identity) }
  }
}
