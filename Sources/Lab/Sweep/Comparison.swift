import Core

/// One question of a profile of ablations: a baseline, and variants that differ from it in one thing.
///
///     {"id": "hgrn2-bounds", "topic": "hierarchy", "question": "Do rising lower bounds matter?",
///      "family": "hgrn2", "layout": "one in 3",
///      "vary": "interleave_lower_bound", "values": ["constant", "zero"], "baseline": "increasing"}
///
/// `vary` is a field by its path (see `Comparison.path`) or `layout`, and each of `values` a variant.
/// With `baseline` that word names the base as it is; without, the first value is the baseline. What
/// takes several fields at once is written out: `"variants": [{"name": "8 heads",
/// "set": {"model.num_heads": 8, "model.expand_ratio": 8}, "layout": "one in 6"}]`.
public struct Comparison: Sendable {
  /// What is compared: a name, and what it changes in the base.
  public struct Variant: Sendable {
    public let name: String
    let settings: [(path: String, value: JSONValue)]
    /// nil for the comparison's own.
    let layout: StackLayout?
  }

  /// Names it in tables and files.
  public let id: String
  /// What kind of question it is; neighbours in a report share it.
  public let topic: String
  public let question: String
  /// FLA's `model_type` of the base.
  public let family: String
  public let layout: StackLayout
  /// The baseline first.
  public let variants: [Variant]

  /// - Throws: `Fault` at `place`, naming the comparison and the field.
  public init(json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    id = try fields.requiredString("id")
    let place = "\(place): \(id)"
    topic = try fields.string("topic") ?? ""
    question = try fields.string("question") ?? ""
    family = try fields.requiredString("family")
    layout = try fields.value("layout").map { try StackLayout(json: $0, at: place) } ?? .pure
    var variants = try Self.listed(&fields, place) + Self.varied(&fields, place)
    if let baseline = try fields.string("baseline") {
      variants.insert(Variant(name: baseline, settings: [], layout: nil), at: 0)
    }
    self.variants = variants
    try fields.refuseUnread(
      expected: "id, topic, question, family, layout, vary, values, baseline, variants")
    try check(at: place)
  }

  private func check(at place: String) throws {
    try demand(
      variants.count > 1, "there is nothing to compare", at: place,
      expected: "a baseline and at least one variant", found: "\(variants.count)")
    let twice = variants.map(\.name).firstRepeated
    try demand(twice == nil, "two variants have one name", at: place, found: twice)
    try demand(
      Profile.isName(id), "this is not a valid id", at: place, expected: Profile.nameRule,
      found: VisibleText.of(String(id.prefix(100))))
  }

  /// `vary` with its `values`.
  private static func varied(_ fields: inout JSONFields, _ place: String) throws -> [Variant] {
    guard let key = try fields.string("vary") else { return [] }
    let values = try fields.required(fields.items("values"), "values")
    return try values.map { value in
      guard key != "layout" else {
        let layout = try StackLayout(json: value, at: place)
        return Variant(name: "\(layout)", settings: [], layout: layout)
      }
      return Variant(name: Self.name(value), settings: [(path(key), value)], layout: nil)
    }
  }

  /// `variants` as they are written.
  private static func listed(_ fields: inout JSONFields, _ place: String) throws -> [Variant] {
    try (fields.items("variants") ?? []).map { json in
      var own = try JSONFields(json, at: "\(place): variants")
      let name = try own.requiredString("name")
      let settings = try own.members("set")
      let layout = try own.value("layout").map { try StackLayout(json: $0, at: place) }
      try own.refuseUnread(expected: "name, set, layout")
      return Variant(
        name: name, settings: settings.sorted { $0.key < $1.key }.map { (path($0.key), $0.value) },
        layout: layout)
    }
  }

  private static func name(_ value: JSONValue) -> String {
    if case .string(let text) = value { return text }
    return value.description
  }

  /// Where a field stands that is named for short: options of the schedule are `training`'s, what
  /// begins with `attn.` and all other single names are the model's. A path stays as it is.
  static func path(_ key: String) -> String {
    if TrainingConfig.options.contains(where: { $0.name == key }) { return "training.\(key)" }
    if key == "sequenceLength" { return key }
    let isPath = key.contains(".") && !key.hasPrefix("attn.")
    return isPath ? key : "model.\(key)"
  }
}

extension Profile {
  /// Makes sure that the model of every variant can be made, so that options that no mixer has are found
  /// before anything is trained. Making the runs does it.
  /// - Throws: `Fault` naming the comparison and the option.
  public func checkModels() throws {
    try checkSettings()
    var checks = RunChecks()
    for comparison in comparisons {
      do {
        _ = try runs(of: comparison, &checks)
      } catch var fault as Fault {
        fault.location = "\(place): ablations: \(comparison.id): \(fault.location)"
        throw fault
      }
    }
  }

  /// The runs of a comparison: a list for each variant, the baseline first, by seed.
  /// - Throws: `Fault` naming the comparison, where a variant cannot be made or changes nothing.
  public func runs(of comparison: Comparison) throws -> [[RunConfig]] {
    var checks = RunChecks()
    return try runs(of: comparison, &checks)
  }

  func runs(of comparison: Comparison, _ checks: inout RunChecks) throws -> [[RunConfig]] {
    let runs = try comparison.variants.map { variant in
      try seeds.map { seed in
        try configuration(
          comparison.family, variant.layout ?? comparison.layout, settings: variant.settings,
          seed: seed, &checks)
      }
    }
    var seen: Set<[RunConfig]> = []
    for (variant, runs) in zip(comparison.variants, runs) where !seen.insert(runs).inserted {
      throw Fault(
        "a variant changes nothing", at: "\(self.place): ablations: \(comparison.id)",
        expected: "a configuration of its own", found: variant.name)
    }
    return runs
  }
}
