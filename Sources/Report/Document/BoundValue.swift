import Core

/// A number (or word) that prose can name: what a reader sees, what it stands for, and where it
/// came from. The only way for a numeral to get into a finished report's prose.
public struct BoundValue: Codable, Sendable, Equatable {
  /// The name that prose refers to, as in `{{recall.gain}}`; unique in a report.
  public var name: String
  /// What the reader sees; control characters are spelled out.
  public var text: String
  /// The number behind the text, at full precision; `nil` for words.
  public var number: Double?
  /// The number's unit: `fraction`, `points`, `layers`...; empty for a word or a pure number.
  public var unit: String
  /// The kind of an interval's estimate with its n, where the value belongs to one.
  public var interval: String?
  /// Where it came from: data rows (`data/paper/table7.csv:4`) or a sentence on how it was computed.
  public var sources: [String]
  /// How far a report that is made again may differ in it.
  public var tolerance: Tolerance
  /// The cell that bound it, as `analyses/<name>/main.swift:<line>`.
  public var cell: String

  public init(
    name: String, text: String, number: Double? = nil, unit: String = "", interval: String? = nil,
    sources: [String], tolerance: Tolerance = .computed, cell: String
  ) {
    self.name = name
    self.text = VisibleText.of(text, keepingLines: true)
    self.number = number
    self.unit = unit
    self.interval = interval
    self.sources = sources
    self.tolerance = tolerance
    self.cell = cell
  }

  /// A value without a tolerance, as earlier versions wrote it, is one that was computed.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    name = try fields.decode(String.self, forKey: .name)
    text = try fields.decode(String.self, forKey: .text)
    number = try fields.decodeIfPresent(Double.self, forKey: .number)
    unit = try fields.decode(String.self, forKey: .unit)
    interval = try fields.decodeIfPresent(String.self, forKey: .interval)
    sources = try fields.decode([String].self, forKey: .sources)
    tolerance = try fields.decodeIfPresent(Tolerance.self, forKey: .tolerance) ?? .computed
    cell = try fields.decode(String.self, forKey: .cell)
  }
}
