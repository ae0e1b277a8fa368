import Core
import Foundation

/// A sweep that people write and edit: one base configuration and what to cross it with.
///
///     {
///       "name": "smoke", "description": "...",
///       "run": {"model": {...}, "sequenceLength": 64, "tasks": [...], "training": {...}},
///       "attention": {"num_heads": 2},
///       "families": [{"family": "hgrn2", "set": {"training.learningRate": 0.003}}],
///       "layouts": ["pure", "3:1"],
///       "axes": [{"field": "model.hidden_size", "values": [32, 64]}],
///       "seeds": [1, 2], "set": {"training.steps": 200}
///     }
///
/// A profile of ablations takes all this from another one, which it names as its `base`, and lists
/// what to change (`Comparison`):
///
///     {"name": "gates", "base": "six-layers", "seeds": [1, 2, 3],
///      "ablations": [{"id": "gate", "family": "gla", "vary": "interleave_gate",
///                     "values": ["learned", "fixed", "off"]}]}
///
/// `docs/runs.md` describes the fields. Unknown fields are refused.
public struct Profile: Sendable {
  public let name: String
  /// What the sweep is for, in a sentence or two.
  public let description: String
  let place: String
  let base: JSONValue
  /// The options of the attention layers in hybrids.
  let attention: [String: JSONValue]
  /// What the grid crosses; none where the profile only ablates.
  let families: [ProfileFamily]
  /// What is set for families that ablations name: the profile's own, or its base's.
  let known: [ProfileFamily]
  let axes: [ProfileAxis]
  public let seeds: [Int]
  /// Fields that every run gets, by path; they win over everything else that the profile says.
  var settings: [(path: String, value: JSONValue)]
  /// The questions of a profile of ablations, in its order.
  public let comparisons: [Comparison]
  /// The profile as it was written.
  public let json: JSONValue

  /// Reads a profile's file. A base goes by its name in the same folder or in the others, or by its path.
  public init(file: URL, folders: [URL] = []) throws {
    try self.init(file: file, folders: folders, after: [])
  }

  /// - Parameter chain: the profiles that led to this one by their bases, by their files.
  private init(file: URL, folders: [URL], after chain: [URL]) throws {
    let chain = chain + [file.resolvingSymlinksInPath().standardizedFileURL]
    try Self.check(chain, at: file.path)
    let data = try InputFile.data(at: file, atMost: 16 << 20)
    try self.init(json: JSONValue(data: data, at: file.path), at: file.path) { name in
      try Profile(file: Self.file(of: name, near: file, folders), folders: folders, after: chain)
    }
  }

  private static func file(of base: String, near file: URL, _ folders: [URL]) -> URL {
    let path = base.hasSuffix(".json") ? base : "\(base).json"
    guard !path.hasPrefix("/") else { return URL(fileURLWithPath: path) }
    let first = file.deletingLastPathComponent().appendingPathComponent(path)
    let files = [first] + folders.map { $0.appendingPathComponent(path) }
    return files.first { FileManager.default.fileExists(atPath: $0.path) } ?? first
  }

  /// - Throws: `Fault` where bases lead back to a profile, or do not come to an end.
  private static func check(_ chain: [URL], at place: String) throws {
    let names = chain.map { $0.deletingPathExtension().lastPathComponent }.joined(separator: " → ")
    try demand(
      chain.firstRepeated == nil, "a profile is its own base", at: place,
      expected: "a base that does not lead back to it", found: names,
      hint: "name another base, or give the profile a run and families of its own")
    try demand(
      chain.count <= 16, "too many profiles are bases of one another", at: place,
      expected: "at most 16", found: names, hint: "name a base that is nearer to the last of them")
  }

  /// - Parameter base: finds the profile that `base` names.
  /// - Throws: `Fault` at `place`, naming the field.
  public init(
    json: JSONValue, at place: String,
    base find: (String) throws -> Profile = { throw Fault("there is no such profile", found: $0) }
  ) throws {
    var fields = try JSONFields(json, at: place)
    (self.json, self.place) = (json, place)
    name = try fields.requiredString("name")
    try Self.checkName(name, at: place)
    description = try fields.string("description") ?? ""
    let parent = try fields.string("base").map { base in
      try Self.checkBase(base, at: place)
      return try find(base)
    }
    let layouts = try fields.items("layouts") ?? ["pure"]
    families =
      try fields.list("families") { try ProfileFamily(json: $0, layouts: layouts, at: $1) } ?? []
    if let parent {
      (base, attention, known) = (parent.base, parent.attention, parent.known)
    } else {
      base = try fields.required(fields.value("run"), "run")
      attention = try fields.members("attention")
      known = families
    }
    axes = try fields.list("axes") { try ProfileAxis(json: $0, at: $1) } ?? []
    seeds = try fields.integers("seeds") ?? parent?.seeds ?? [1]
    settings =
      try (parent?.settings ?? [])
      + fields.members("set").sorted { $0.key < $1.key }.map { (Comparison.path($0.key), $0.value) }
    comparisons = try fields.list("ablations") { try Comparison(json: $0, at: $1) } ?? []
    try fields.refuseUnread(
      expected: parent == nil
        ? "name, description, run, attention, families, layouts, axes, seeds, set, ablations"
        : "name, description, base, families, layouts, axes, seeds, set, ablations")
    try check()
  }

  private func check() throws {
    try demand(
      !(families.isEmpty && comparisons.isEmpty) && !seeds.isEmpty
        && axes.allSatisfy { !$0.values.isEmpty }, "an axis of the profile is empty", at: place)
    let twice = comparisons.map(\.id).firstRepeated
    try demand(
      twice == nil, "two ablations have one id", at: "\(place): ablations", found: twice)
    let seed = comparisons.isEmpty ? nil : seeds.firstRepeated
    try demand(
      seed == nil, "a seed is listed twice", at: "\(place): seeds", found: seed.map { "\($0)" })
    let count = size
    try demand(
      count.map { $0 <= Bounds.runs } ?? false, "the profile makes too many runs", at: place,
      expected: "at most \(Bounds.runs) runs",
      found: count.map { "\($0)" } ?? "more than \(Int.max)",
      hint: "the runs are the layouts of all families times the values of each axis times the seeds"
    )
  }

  /// How many runs there are before equal ones are joined; nil where no `Int` holds the number.
  var size: Int? {
    let stacks = families.reduce(0) { $0 + $1.layouts.count }
    let variants = comparisons.reduce(0) { $0 + $1.variants.count }
    let values = axes.reduce(1 as Int?) { product($0, $1.values.count) }
    guard let grid = product(product(values, stacks), seeds.count),
      let compared = product(variants, seeds.count)
    else { return nil }
    let (sum, overflows) = grid.addingReportingOverflow(compared)
    return overflows ? nil : sum
  }

  private func product(_ a: Int?, _ b: Int) -> Int? {
    guard let (value, overflows) = a?.multipliedReportingOverflow(by: b) else { return nil }
    return overflows ? nil : value
  }
}

extension Profile {
  static let nameRule =
    "letters, digits, dashes, underscores and points, at most 200, beginning with a letter or a digit"

  /// Whether a text can name a file and stand in a table.
  static func isName(_ text: String) -> Bool {
    text.utf8.count <= 200 && text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9_.\-]*/) != nil
  }

  private static func checkName(_ name: String, at place: String) throws {
    try demand(
      isName(name), "this is not a valid name of a profile", at: place, expected: nameRule,
      found: VisibleText.of(String(name.prefix(100))),
      hint: "the name becomes a part of paths and tables")
  }

  private static func checkBase(_ base: String, at place: String) throws {
    try demand(
      !base.isEmpty && base.utf8.count <= 4096 && VisibleText.of(base) == base,
      "this is not a valid name of a base", at: place,
      expected: "the name of a profile, or its path",
      found: VisibleText.of(String(base.prefix(100))))
  }
}

/// One family of a profile: FLA's model type, what is set for it alone, and its layouts.
struct ProfileFamily: Sendable {
  let modelType: String
  let settings: [(path: String, value: JSONValue)]
  let layouts: [StackLayout]

  init(json: JSONValue, layouts: [JSONValue], at place: String) throws {
    // A family with nothing of its own may be its name alone.
    let whole: JSONValue = if case .string = json { ["family": json] } else { json }
    var fields = try JSONFields(whole, at: place)
    modelType = try fields.requiredString("family")
    let place = "\(place): \(modelType)"
    settings = try fields.members("set").sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    self.layouts = try (fields.items("layouts") ?? layouts).map {
      try StackLayout(json: $0, at: place)
    }
    try fields.refuseUnread(expected: "family, set, layouts")
  }
}

/// One more field to cross, by its path.
struct ProfileAxis: Sendable {
  let field: String
  let values: [JSONValue]

  init(json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    field = try fields.requiredString("field")
    values = try fields.required(fields.items("values"), "values")
    try fields.refuseUnread(expected: "field, values")
  }
}
