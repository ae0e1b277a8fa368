import Foundation

/// How an evaluation was set up, as far as its file says and the score depends on it: `limit`,
/// `chat_template`, `model_args.dtype`, `gen_kwargs`. Shots, filter, version and seed have
/// fields of their own.
public struct EvaluationSettings: Sendable, Hashable {
  /// One form for each set of settings, which is also how the store keeps them: a JSON object of texts,
  /// its keys sorted; empty where nothing is said.
  public let text: String

  public static let none = EvaluationSettings([:])

  /// - Parameter pairs: name and value as text; empty values are left out.
  public init(_ pairs: [String: String]) {
    let said = pairs.filter { !$0.value.isEmpty }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    text =
      said.isEmpty ? "" : String(decoding: (try? encoder.encode(said)) ?? Data(), as: UTF8.self)
  }

  /// The settings in a text of the form of `text`; nil where it is not a JSON object of texts.
  package init?(_ text: String) {
    guard let pairs = Self.decoded(text) else { return nil }
    self.init(pairs)
  }

  /// Name and value, by name.
  public var pairs: [(name: String, value: String)] {
    (Self.decoded(text) ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// In words: `limit 10`, `chat template yes`.
  public var words: [String] {
    pairs.map { "\($0.name.replacing("_", with: " ")) \($0.value.clipped)" }
  }

  public subscript(name: String) -> String? { Self.decoded(text)?[name] }

  /// Whether only some of the items were asked.
  public var isLimited: Bool { self[Self.limit] != nil }

  /// The name of the setting that holds how many items, or which share of them, were asked.
  public static let limit = "limit"

  /// The names of the settings in which two evaluations differ.
  public func differences(from other: EvaluationSettings) -> [String] {
    let (mine, theirs) = (Self.decoded(text) ?? [:], Self.decoded(other.text) ?? [:])
    return Set(mine.keys).union(theirs.keys).filter { mine[$0] != theirs[$0] }.sorted()
  }

  private static func decoded(_ text: String) -> [String: String]? {
    text.isEmpty ? [:] : try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }
}
