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
/// `docs/runs.md` describes the fields. A field that nobody knows is refused.
public struct Profile: Sendable {
  public let name: String
  /// What the sweep is for, in a sentence or two.
  public let description: String
  let place: String
  let base: JSONValue
  /// The options of the attention layers in hybrids.
  let attention: [String: JSONValue]
  let families: [ProfileFamily]
  let axes: [ProfileAxis]
  let seeds: [Int]

  /// Reads a profile's file.
  public init(file: URL) throws {
    guard let data = try? Data(contentsOf: file) else {
      throw Fault("the profile cannot be read", at: file.path)
    }
    try self.init(json: JSONValue(data: data, at: file.path), at: file.path)
  }

  /// - Throws: `Fault` at `place`, naming the field.
  public init(json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    self.place = place
    name = try fields.required(fields.string("name"), "name")
    description = try fields.string("description") ?? ""
    base = try fields.required(fields.value("run"), "run")
    attention = try fields.value("attention")?.members(at: "\(place): attention") ?? [:]
    let layouts = try fields.items("layouts") ?? ["pure"]
    families = try fields.required(fields.items("families"), "families").map {
      try ProfileFamily(json: $0, layouts: layouts, at: "\(place): families")
    }
    axes = try (fields.items("axes") ?? []).map {
      try ProfileAxis(json: $0, at: "\(place): axes")
    }
    seeds = try fields.integers("seeds") ?? [1]
    try fields.refuseUnread(
      expected: "name, description, run, attention, families, layouts, axes, seeds")
    guard !families.isEmpty, !seeds.isEmpty, axes.allSatisfy({ !$0.values.isEmpty }) else {
      throw Fault("an axis of the profile is empty", at: place)
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
      throw Fault("this is no JSON object", at: place, found: description)
    }
    return members
  }
}
