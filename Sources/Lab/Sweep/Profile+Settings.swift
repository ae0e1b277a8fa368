import Core
import Foundation

extension Profile {
  /// The same profile with fields that every run gets. They win over what the profile sets for families,
  /// layouts and axes, and over the variants of ablations.
  /// - Parameter assignments: `path=value` each, such as `training.steps=200`; a path is named as in
  ///   `Comparison`, and a value is JSON where it reads as JSON.
  /// - Throws: `Fault` naming a field that the runs do not have.
  public func setting(_ assignments: [String]) throws -> Profile {
    guard !assignments.isEmpty else { return self }
    var copy = self
    copy.settings += try Self.settings(assignments).sorted { $0.key < $1.key }.map {
      ($0.key, $0.value)
    }
    try copy.checkSettings()
    return copy
  }

  /// Reads `path=value` assignments; of two for one path the last counts.
  /// - Throws: `Fault` quoting what is not an assignment.
  public static func settings(_ assignments: [String]) throws -> [String: JSONValue] {
    let pairs = try assignments.map { text in
      let (name, value) = try TaskChoice.named(text, at: "--set")
      return (Comparison.path(name), value)
    }
    return Dictionary(pairs) { $1 }
  }

  /// Makes sure that the runs have the fields that are set for all of them.
  /// - Throws: `Fault` naming one that they do not have, with the nearest names.
  func checkSettings() throws {
    guard !settings.isEmpty else { return }
    var plain = self
    plain.settings = []
    let known = try plain.fieldPaths()
    for setting in settings where !known.contains(setting.path) {
      // A mixer may have options that no configuration writes out: trying finds them.
      plain.settings = [setting]
      do {
        _ = try plain.runs()
      } catch let fault as Fault where Self.namesNoField(fault) {
        let near = known.filter { Self.parent($0) == Self.parent(setting.path) }
        throw Fault.unknown(
          "field", VisibleText.of(String(setting.path.prefix(200))),
          among: near.isEmpty ? known : near, at: "--set",
          hint: "a field is named by its path, such as training.steps")
      }
    }
  }

  private static func namesNoField(_ fault: Fault) -> Bool {
    ["unknown field", Self.leadsNowhere].contains(fault.what)
  }

  static let leadsNowhere = "the path leads nowhere"

  private static func parent(_ path: String) -> Substring {
    path.lastIndex(of: ".").map { path[..<$0] } ?? ""
  }

  /// The paths of all fields that the runs' configurations write out, in alphabetical order. Seeds are the
  /// profile's own.
  private func fieldPaths() throws -> [String] {
    var seen: Set<RunConfig> = []
    var paths: Set<String> = []
    for var run in try runs() {
      run.seed = 0
      guard seen.insert(run).inserted else { continue }
      let json = try JSONValue(data: Data(stableJSON(run).utf8), at: place)
      json.addPaths(to: &paths)
    }
    return paths.subtracting(["seed"]).sorted()
  }

  /// A configuration with the fields that every run gets.
  func withSettings(_ json: JSONValue) throws -> JSONValue {
    var json = json
    for (path, value) in settings { try json.set(path, value, at: "\(place): set") }
    return json
  }
}

extension JSONValue {
  /// Adds the path of every field: names between dots, tasks by their labels.
  fileprivate func addPaths(to paths: inout Set<String>, below parent: String = "") {
    func path(_ name: String) -> String { parent.isEmpty ? name : "\(parent).\(name)" }
    switch self {
    case .object(let members):
      for (name, value) in members { value.addPaths(to: &paths, below: path(name)) }
    case .array(let items):
      for case .object(let members) in items {
        guard case .string(let label)? = members["label"] else { continue }
        JSONValue.object(members).addPaths(to: &paths, below: path(label))
      }
      fallthrough
    default:
      paths.insert(parent)
    }
  }
}
