import Core
import Foundation

/// Where a results file says which model was measured.
enum LMEvalModelName {
  /// In the order in which the harness itself looks for a name in its model arguments.
  private static let arguments = ["peft", "delta", "pretrained", "model", "path", "engine"]

  /// The name in the file, with `@revision` where one is given; nil where the file names none.
  static func written(in root: JSONObject) -> String? {
    if let name = named(by: ModelArguments(root["config"]?.object?["model_args"])) { return name }
    if let name = text(root["model_name"]) ?? text(root["config"]?.object?["model_name"]) {
      return name
    }
    return text(root["model_name_sanitized"]).map(restored)
  }

  /// The name among the arguments of a model, with `@revision` where one is given.
  static func named(by arguments: ModelArguments) -> String? {
    guard let name = Self.arguments.lazy.compactMap({ arguments[$0] }).first else { return nil }
    guard let revision = arguments["revision"], revision != "main" else { return name }
    return "\(name)@\(revision)"
  }

  private static func text(_ node: JSONNode?) -> String? {
    node?.string.map { $0.trimmed.unquoted }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The name that the harness made fit for a folder, made whole again: `a__b` is `a/b`.
  static func restored(_ sanitized: String) -> String {
    let old = "pretrained__"
    let name = sanitized.hasPrefix(old) ? String(sanitized.dropFirst(old.count)) : sanitized
    return name.replacingOccurrences(of: "__", with: "/")
  }

  /// The name of the folder that the harness made for a model, or else of the file.
  static func guessed(from url: URL) -> String {
    let stem = url.deletingPathExtension().lastPathComponent
    let folder = folder(of: url)
    return stem.lowercased().hasPrefix("results") && !folder.isEmpty ? folder : stem
  }

  /// The model that the file's folder is named after; empty at the root.
  static func folder(of url: URL) -> String {
    let folder = url.deletingLastPathComponent().lastPathComponent
    return ["/", ".", ".."].contains(folder) ? "" : restored(folder)
  }
}
