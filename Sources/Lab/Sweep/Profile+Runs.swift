import Core

extension Profile {
  /// The runs: families in their order, within each its layouts, then the axes as listed, and seeds
  /// innermost; then those of the ablations. A run that came before under the same identity is left
  /// out: a transformer is the same whatever the layout says, and ablations share baselines.
  /// - Throws: `Fault` naming the profile and the field, where a run cannot be made.
  public func runs() throws -> [RunConfig] {
    var seen: Set<String> = []
    var runs: [RunConfig] = []
    var checks = RunChecks()
    func add(_ run: RunConfig) throws {
      if seen.insert(try run.identity()).inserted { runs.append(run) }
    }
    for family in families {
      for layout in family.layouts {
        for json in try crossed(try configured(family, layout)) {
          try add(completed(json, "\(place): \(family.modelType) \(layout)", &checks))
        }
      }
    }
    for comparison in comparisons {
      try self.runs(of: comparison, &checks).joined().forEach(add)
    }
    return runs
  }

  /// One configuration: a family with a layout, what the profile sets for it, and more.
  /// - Parameter settings: fields by path, which win over the profile's.
  /// - Throws: `Fault` where the profile does not have the family, or a field cannot be used.
  func configuration(
    _ modelType: String, _ layout: StackLayout, settings: [(path: String, value: JSONValue)],
    seed: Int, _ checks: inout RunChecks
  ) throws -> RunConfig {
    let place = "\(place): \(modelType) \(layout)"
    guard let family = known.first(where: { $0.modelType == modelType }) else {
      throw Fault(
        "the profile does not have this family", at: self.place,
        expected: known.map(\.modelType).joined(separator: ", "), found: modelType)
    }
    var variant = try configured(family, layout)
    for (path, value) in settings { try variant.json.set(path, value, at: place) }
    try variant.json.set("seed", .integer(seed), at: place)
    return try completed(try stacked(variant.json, variant), place, &checks)
  }

  private func completed(_ json: JSONValue, _ place: String, _ checks: inout RunChecks) throws
    -> RunConfig
  {
    do {
      return try checks.completed(RunConfig(json: json, at: place))
    } catch let fault as Fault where !fault.location.hasPrefix(place) {
      var fault = fault
      fault.location = "\(place): \(fault.location)"
      throw fault
    }
  }

  /// The base with one family, what is set for it, and a layout.
  private func configured(_ family: ProfileFamily, _ layout: StackLayout) throws -> Variant {
    var json = base
    let place = "\(place): \(family.modelType)"
    try json.set("model.model_type", .string(family.modelType), at: place)
    for (path, value) in family.settings { try json.set(path, value, at: place) }
    return Variant(json: json, family: family, layout: layout)
  }

  private struct Variant {
    var json: JSONValue
    var family: ProfileFamily
    var layout: StackLayout
  }

  /// One configuration for each combination of the axes' values and seeds.
  private func crossed(_ start: Variant) throws -> [JSONValue] {
    var all = [start.json]
    for axis in axes {
      all = try all.flatMap { json in
        try axis.values.map { value in
          var copy = json
          try copy.set(axis.field, value, at: "\(place): axes")
          return copy
        }
      }
    }
    // The number of layers may be an axis, so that the layout comes after them.
    return try all.flatMap { json in
      let stacked = try self.stacked(json, start)
      return try seeds.map { seed in
        var copy = stacked
        try copy.set("seed", .integer(seed), at: place)
        return copy
      }
    }
  }

  /// The configuration with its attention layers. What is set for every run is set before, since the
  /// layout depends on the number of layers, and after, so that it wins.
  private func stacked(_ json: JSONValue, _ variant: Variant) throws -> JSONValue {
    try withSettings(laidOut(withSettings(json), variant))
  }

  private func laidOut(_ json: JSONValue, _ variant: Variant) throws -> JSONValue {
    guard variant.family.modelType != ModelConfig.attentionModel else { return json }
    let place = "\(place): \(variant.family.modelType) \(variant.layout)"
    let model = try json.members(at: place)["model"]?.members(at: place)
    var fields = try JSONFields(.object(model ?? [:]), at: place)
    let count = try fields.positive("num_hidden_layers", atMost: Bounds.layers)
    let layers = try variant.layout.attentionLayers(of: count, at: place)
    let own = try fields.members("attn")
    // The layout takes the place of these layers; a mistake in them is reported all the same.
    for (options, place) in [(own, "\(place): attn"), (attention, "\(self.place): attention")] {
      var fields = try JSONFields(.object(options), at: place)
      _ = try fields.integers("layers")
    }
    guard !layers.isEmpty else {
      try demand(
        own.isEmpty, "attention has options but no layer", at: place,
        expected: "a layout with attention", found: own.keys.sorted().joined(separator: ", "))
      return json
    }
    var copy = json
    var options = attention.merging(own) { $1 }
    options["layers"] = .array(layers.map { .integer($0) })
    try copy.set("model.attn", .object(options), at: place)
    return copy
  }
}

extension JSONValue {
  /// Sets the field at a path such as `training.learningRate` or `tasks.mqar.options.pairs`: names
  /// between dots; an element of a list by its number, its label or its task. Objects that are not
  /// there are made. No path has more than 16 names.
  /// - Throws: `Fault` at `place` where the path leads through something else.
  mutating func set(_ path: String, _ value: JSONValue, at place: String) throws {
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    try demand(
      !names.contains(""), "this is not a valid path to a field", at: place,
      expected: "names between dots", found: VisibleText.of(String(path.prefix(200))))
    try demand(
      names.count <= 16, "the path to a field is too long", at: place,
      expected: "at most 16 names between dots",
      found: "\(VisibleText.of(String(path.prefix(60))))… with \(names.count) names")
    try set(names[...], value, path, place)
  }

  private mutating func set(
    _ names: ArraySlice<String>, _ value: JSONValue, _ path: String, _ place: String
  ) throws {
    guard let name = names.first else {
      self = value
      return
    }
    switch self {
    case .object(var members):
      var member = members[name] ?? .object([:])
      try member.set(names.dropFirst(), value, path, place)
      members[name] = member
      self = .object(members)
    case .array(var items):
      guard let index = items.firstIndex(named: name) else { fallthrough }
      try items[index].set(names.dropFirst(), value, path, place)
      self = .array(items)
    default:
      throw Fault(
        Profile.leadsNowhere, at: place, expected: "a field",
        found: VisibleText.of(String(path.prefix(200))))
    }
  }
}

extension [JSONValue] {
  fileprivate func firstIndex(named name: String) -> Int? {
    if let number = Int(name) { return indices.contains(number) ? number : nil }
    return firstIndex { item in
      guard case .object(let members) = item else { return false }
      return (members["label"] ?? members["task"]) == .string(name)
    }
  }
}
