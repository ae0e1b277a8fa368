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
///       "seeds": [1, 2]
///     }
///
/// A profile of ablations takes all this from another one, which it names as its `base`, and lists
/// what to change (`Comparison`):
///
///     {"name": "gates", "base": "six-layers", "seeds": [1, 2, 3],
///      "ablations": [{"id": "gate", "family": "gla", "vary": "interleave_gate",
///                     "values": ["learned", "fixed", "off"]}]}
///
/// `docs/runs.md` describes the fields. A field that nobody knows is refused.
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
  /// The questions of a profile of ablations, in its order.
  public let comparisons: [Comparison]
  /// The profile as it was written.
  public let json: JSONValue

  /// Reads a profile's file. A base goes by its name in the same folder or in the others, or by its path.
  public init(file: URL, folders: [URL] = []) throws {
    let places = [file.deletingLastPathComponent()] + folders
    try self.init(json: Self.json(in: file), at: file.path) { name in
      let path = name.hasSuffix(".json") ? name : "\(name).json"
      let files =
        path.hasPrefix("/")
        ? [URL(fileURLWithPath: path)] : places.map { $0.appendingPathComponent(path) }
      let base = files.first { FileManager.default.fileExists(atPath: $0.path) } ?? files[0]
      return try Profile(file: base, folders: folders)
    }
  }

  private static func json(in file: URL) throws -> JSONValue {
    guard let data = try? Data(contentsOf: file) else {
      throw Fault("the profile cannot be read", at: file.path)
    }
    return try JSONValue(data: data, at: file.path)
  }

  /// - Parameter base: finds the profile that `base` names.
  /// - Throws: `Fault` at `place`, naming the field.
  public init(
    json: JSONValue, at place: String,
    base find: (String) throws -> Profile = { throw Fault("there is no such profile", found: $0) }
  ) throws {
    var fields = try JSONFields(json, at: place)
    (self.json, self.place) = (json, place)
    name = try fields.required(fields.string("name"), "name")
    description = try fields.string("description") ?? ""
    let parent = try fields.string("base").map(find)
    let layouts = try fields.items("layouts") ?? ["pure"]
    families = try (fields.items("families") ?? []).map {
      try ProfileFamily(json: $0, layouts: layouts, at: "\(place): families")
    }
    if let parent {
      (base, attention, known) = (parent.base, parent.attention, parent.known)
    } else {
      base = try fields.required(fields.value("run"), "run")
      attention = try fields.value("attention")?.members(at: "\(place): attention") ?? [:]
      known = families
    }
    axes = try (fields.items("axes") ?? []).map {
      try ProfileAxis(json: $0, at: "\(place): axes")
    }
    seeds = try fields.integers("seeds") ?? parent?.seeds ?? [1]
    comparisons = try (fields.items("ablations") ?? []).map {
      try Comparison(json: $0, at: "\(place): ablations")
    }
    try fields.refuseUnread(
      expected: parent == nil
        ? "name, description, run, attention, families, layouts, axes, seeds, ablations"
        : "name, description, base, families, layouts, axes, seeds, ablations")
    try check()
  }

  private func check() throws {
    guard !(families.isEmpty && comparisons.isEmpty), !seeds.isEmpty,
      axes.allSatisfy({ !$0.values.isEmpty })
    else { throw Fault("an axis of the profile is empty", at: place) }
    let ids = comparisons.map(\.id)
    if let twice = ids.enumerated().first(where: { ids[..<$0].contains($1) })?.element {
      throw Fault("two ablations have one id", at: "\(place): ablations", found: twice)
    }
    if !comparisons.isEmpty,
      let seed = seeds.enumerated().first(where: { seeds[..<$0].contains($1) })?.element
    {
      throw Fault("a seed stands twice", at: "\(place): seeds", found: "\(seed)")
    }
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
    modelType = try fields.required(fields.string("family"), "family")
    let place = "\(place): \(modelType)"
    settings = try (fields.value("set")?.members(at: place) ?? [:]).sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
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
    field = try fields.required(fields.string("field"), "field")
    values = try fields.required(fields.items("values"), "values")
    try fields.refuseUnread(expected: "field, values")
  }
}

extension JSONFields {
  /// The list in a field.
  mutating func items(_ name: String) throws -> [JSONValue]? {
    switch value(name) {
    case nil: nil
    case .array(let items)?: items
    case let other?: throw wrong(name, "a list", other)
    }
  }
}

extension JSONValue {
  /// The members of an object.
  func members(at place: String) throws -> [String: JSONValue] {
    guard case .object(let members) = self else {
      throw Fault("this is not a JSON object", at: place, found: description)
    }
    return members
  }
}
