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
    (self.name, self.text) = (name, VisibleText.of(text, keepingLines: true))
    (self.number, self.unit, self.interval) = (number, unit, interval)
    (self.sources, self.tolerance, self.cell) = (sources, tolerance, cell)
  }
}

/// A verdict on a claim as the report states it, with the size that decided it.
public struct BoundVerdict: Codable, Sendable, Equatable {
  /// The claim's id: `recall-rises`.
  public var claim: String
  /// The evidence that decides: `paper`, `independent`, `toy`, `yours`.
  public var scope: String
  /// What is claimed.
  public var statement: String
  /// `supported`, `contradicted`, `inconclusive`, `untestable`; `unreadable` where the evidence is.
  public var verdict: String
  /// The measured size, and what it is.
  public var effect: Double?
  public var effectName: String?
  /// The interval's ends, and of what kind it is.
  public var interval: [Double]?
  public var intervalKind: String?
  /// How many things the verdict rests on.
  public var n: Int?
  /// How far effect and interval may lie from the published ones. A verdict is the same or is not.
  public var tolerance: Tolerance
  /// The places of the numbers that were read.
  public var sources: [String]
  /// The cell that states it, as `analyses/<name>/main.swift:<line>`.
  public var cell: String

  public init(
    claim: String, scope: String, statement: String, verdict: String, effect: Double? = nil,
    effectName: String? = nil, interval: [Double]? = nil, intervalKind: String? = nil,
    n: Int? = nil, tolerance: Tolerance = .computed, sources: [String], cell: String
  ) {
    (self.claim, self.scope, self.statement) = (claim, scope, statement)
    (self.verdict, self.n, self.tolerance) = (verdict, n, tolerance)
    (self.effect, self.effectName) = (effect, effectName)
    (self.interval, self.intervalKind) = (interval, intervalKind)
    (self.sources, self.cell) = (sources, cell)
  }

  /// Unique in a report: `paper/recall-rises`.
  public var name: String { "\(scope)/\(claim)" }
}

/// How far a number may differ from the published one and still count as the same.
public struct Tolerance: Codable, Sendable, Equatable {
  /// In the number's own unit.
  public var absolute: Double
  /// As a share of the larger of the two magnitudes.
  public var relative: Double
  /// Why the number may differ at all.
  public var reason: String

  /// - Parameters:
  ///   - absolute: in the number's own unit
  ///   - relative: as a share of the larger magnitude
  ///   - reason: why the number may differ at all
  public init(absolute: Double = 0, relative: Double = 0, because reason: String) {
    (self.absolute, self.relative, self.reason) = (absolute, relative, reason)
  }

  /// Of what is computed from committed data. The same program and CPU give the same bits; another
  /// compiler or CPU may round the last ones otherwise, and fits add such errors up.
  public static let computed = Tolerance(
    absolute: 1e-12, relative: 1e-9, because: "float64 rounding")

  /// The same bits, or the same words.
  public static let exact = Tolerance(because: "none")

  /// Of what comes from models that are trained while the report is made: another CPU rounds
  /// otherwise, and a jump in recall may come earlier or later.
  /// - Parameter absolute: in the number's own unit
  public static func trained(_ absolute: Double) -> Tolerance {
    Tolerance(absolute: absolute, because: "trained on the machine that makes the report")
  }

  /// Whether two numbers count as the same. NaN is the same as NaN, and as nothing else.
  public func allows(_ one: Double, _ other: Double) -> Bool {
    if one == other || (one.isNaN && other.isNaN) { return true }
    let gap = abs(one - other)
    guard gap.isFinite else { return false }
    return gap <= max(absolute, relative * max(abs(one), abs(other)))
  }
}

extension KeyedDecodingContainer {
  /// What has no tolerance, as earlier versions wrote it, was computed.
  func decode(_ type: Tolerance.Type, forKey key: Key) throws -> Tolerance {
    try decodeIfPresent(type, forKey: key) ?? .computed
  }
}
