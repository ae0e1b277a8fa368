import Core
import Published

/// What one place says a model is, as it says it: nothing is looked up, and nothing is concluded.
///
/// `ModelStanding` makes an identity of all statements about a model.
public struct ModelStatement: Sendable, Hashable {
  /// Who says so.
  public enum Origin: String, Sendable, Hashable, CaseIterable {
    /// Its name, which follows the released checkpoints' pattern.
    case name
    /// The file that holds its results.
    case record
    /// The configuration beside its results.
    case configuration
    /// The user's mapping file.
    case mapping
  }

  public var origin: Origin
  /// Where it stands: a file, or a line of one; empty for a name.
  public var place: String
  /// The mixer of its linear layers, as written: `HGRN2`, `gated_deltanet`.
  public var family: String
  /// The size class: `340M`, `1.3B`; empty where nothing says.
  public var scale: String
  /// The label of the ratio, where there is one: `3:1`, `pure`, `full`.
  public var ratioLabel: String
  /// What the label counts.
  public var ratioConvention: RatioConvention
  /// All layers and the full-attention layers, where they are known.
  public var totalLayers: Int?
  public var attentionLayers: Int?
  /// Why the statement says less than it seems to: attention with a window, for one.
  public var caveat: String

  public init(
    _ origin: Origin, at place: String = "", family: String, scale: String = "",
    ratioLabel: String = "", ratioConvention: RatioConvention = .oneInR, totalLayers: Int? = nil,
    attentionLayers: Int? = nil, caveat: String = ""
  ) {
    (self.origin, self.place, self.family, self.scale) = (origin, place, family, scale)
    (self.ratioLabel, self.ratioConvention) = (ratioLabel, ratioConvention)
    (self.totalLayers, self.attentionLayers, self.caveat) = (totalLayers, attentionLayers, caveat)
  }

  /// Attention layers over all layers: counted where the layers are known, else by the label.
  public var attentionFraction: Double? {
    if let attentionLayers, let totalLayers, totalLayers > 0 {
      return Double(attentionLayers) / Double(totalLayers)
    }
    return RatioLabel(ratioLabel).flatMap(ratioConvention.attentionFraction)
  }

  /// The amount of attention in words: `4 of 24 layers`, `3:1`.
  var amount: String {
    if let attentionLayers, let totalLayers { return "\(attentionLayers) of \(totalLayers) layers" }
    return ratioLabel.isEmpty ? "no amount of attention" : ratioLabel
  }
}

extension ModelStatement {
  /// What a name says that follows the released checkpoints' pattern, such as
  /// `m-a-p/1.3B-100B-HGRN2-hybrid-3-1`, `340M-20B-GatedDeltaNet-pure-baseline` or
  /// `m-a-p/transformer_1.3B_baseline`; nil for any other name, which is never guessed at.
  ///
  /// Their `3-1` is one attention layer in every three (`RatioConvention.oneInR`). The name may be a path:
  /// what leads to a checkpoint of the model does not count (`ModelPath`).
  public init?(name: String, families: [Family]) {
    let parts = ModelPath.model(name).split { $0 == "-" || $0 == "_" }.map(String.init)
    guard let scale = parts.first(where: Self.isScale) else { return nil }
    if parts.first?.lowercased() == "transformer", parts.count <= 3 {
      self.init(.name, family: "Transformer", scale: scale, ratioLabel: "full")
      return
    }
    guard parts.count >= 4, parts[0] == scale, Self.isScale(parts[1]),
      let family = families.first(where: { $0.isCalled(parts[2]) }),
      let label = Self.ratio(Array(parts.dropFirst(3)))
    else { return nil }
    self.init(.name, family: family.key, scale: scale, ratioLabel: label)
  }

  /// `1.3B`, `340M`, `100B`.
  private static func isScale(_ text: String) -> Bool {
    guard let unit = text.last, unit == "B" || unit == "M" else { return false }
    let digits = text.dropLast()
    return digits.count <= 6 && digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
      && Double(digits) ?? 0 > 0
  }

  /// `pure`, `pure baseline`, `hybrid 3 1`, `New hybrid 24 1` as ratio labels.
  private static func ratio(_ words: [String]) -> String? {
    let words = words.first == "New" ? Array(words.dropFirst()) : words
    switch words.first {
    case "pure" where words.count == 1 || words.dropFirst().elementsEqual(["baseline"]):
      return "pure"
    case "hybrid"
    where words.count == 3 && (1...ConfigStack.mostLayers).contains(Int(words[1]) ?? 0)
      && words[2] == "1":
      return "\(words[1]):1"
    default: return nil
    }
  }
}

/// The paths under which a model is loaded.
enum ModelPath {
  /// The model's own name in a path, without what leads to one of its checkpoints:
  /// `exp/NAME/checkpoint-20000`, `org/NAME@revision`, `hub/models--org--NAME/snapshots/0123abcd`.
  static func model(_ path: String) -> String {
    var parts = path.trimmed.unquoted.split(separator: "/")
    if let pull = parts.firstIndex(where: { $0.hasSuffix("@refs") }) {
      parts.removeSubrange((pull + 1)...)
    }
    if let last = parts.popLast() { parts.append(last.prefix { $0 != "@" }) }
    if parts.count > 2, parts[parts.count - 2] == "snapshots" { parts.removeLast() }
    while parts.count > 1, let last = parts.last, isInside(last) { parts.removeLast() }
    return parts.last.map(withoutOwner) ?? ""
  }

  /// Whether a folder is one of a model's own: a checkpoint, or a name that says nothing.
  private static func isInside(_ folder: Substring) -> Bool {
    let name = folder.lowercased()
    if ["snapshots", "checkpoints", "checkpoint", "hf", "model", "final", "last"].contains(name) {
      return true
    }
    let words = ["checkpoint", "ckpt", "global_step", "step", "iter"]
    guard let word = words.first(where: name.hasPrefix) else { return false }
    let number = name.dropFirst(word.count).drop { $0 == "-" || $0 == "_" }
    return !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// `models--org--NAME` and `org__NAME` as `NAME`.
  private static func withoutOwner(_ name: Substring) -> String {
    let separator = name.hasPrefix("models--") ? "--" : "__"
    return name.split(separator: separator).last.map(String.init) ?? ""
  }
}
